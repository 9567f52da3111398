"""Take the text of a Gambit file apart: quoted labels, numbers, words and braces, each with its place."""

from __future__ import annotations

import bisect
import codecs
import re
from dataclasses import dataclass

from pourparler.formats.exchange import refuse
from pourparler.scenario.problem import Place, quoted

MOST_BYTES = 8_000_000
END, LABEL, NUMBER, WORD, MARK = "end", "label", "number", "word", "mark"

# In a label only \" is special: it stands for a quotation mark. All other backslashes stand for themselves.
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | "(?P<label>(?:\\"|[^"])*+)"
    | (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:/\d+)?(?![\w./]))
    | (?P<word>[A-Za-z_]+)
    | (?P<mark>[{},])
    """,
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """A piece of the file; of a label, the text that it stands for."""

    kind: str
    text: str
    start: int


class Source:
    """The text of a file, and where in it a character stands."""

    def __init__(self, raw: bytes, file: str) -> None:
        self.file = file
        self.text = _decoded(raw, file)
        self.lines = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, start: int) -> Place:
        """The place of a character; line and column count from 1."""
        line = bisect.bisect_right(self.lines, start)
        return Place(self.file, line, start - self.lines[line - 1] + 1)

    def tokens(self) -> list[Token]:
        """All pieces in order; the last one is the end of the file.

        Raises:
            FormatError: something stands there that is no piece.
        """
        found: list[Token] = []
        at = 0
        while at < len(self.text):
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise self._stray(at)
            kind = match.lastgroup or ""
            if kind != "space":
                text = match[kind]
                found.append(Token(kind, text.replace('\\"', '"') if kind == LABEL else text, at))
            at = match.end()
        return [*found, Token(END, "", len(self.text))]

    def _stray(self, at: int) -> Exception:
        if self.text[at] == '"':
            return refuse(self.place(at), "this label is not closed", 'end it with "')
        piece = re.compile(r"\S{1,60}").match(self.text, at)
        wrong = f"{quoted(piece[0] if piece else self.text[at])} is not understood"
        return refuse(self.place(at), wrong, 'labels stand between ", numbers look like 3, -0.5 or 1/3')


def _decoded(raw: bytes, file: str) -> str:
    if len(raw) > MOST_BYTES:
        raise refuse(Place(file, 1, 1), f"the file has {len(raw):,} bytes", f"at most {MOST_BYTES:,} are read")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        wrong = f"byte 0x{raw[error.start]:02x} is not UTF-8 text"
        raise refuse(Place(file, line, column), wrong, "save the file as UTF-8 text") from None
