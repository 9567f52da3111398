"""Read XML into a tree that knows the place of every element. What points outside the file, or grows, is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from pourparler.formats.exchange import refuse
from pourparler.scenario.problem import Place
from pourparler.scenario.yaml_reader import MOST_BYTES

MOST_DEPTH = 40
MOST_ELEMENTS = 200_000


@dataclass
class Element:
    """An element: its tag, attributes, place and the elements in it. Text between elements is passed over."""

    tag: str
    attributes: dict[str, str]
    place: Place
    children: list[Element] = field(default_factory=list)

    def get(self, *names: str) -> str | None:
        """The first of these attributes that is there."""
        return next((self.attributes[name] for name in names if name in self.attributes), None)

    def named(self, *tags: str) -> list[Element]:
        """The children with one of these tags."""
        return [child for child in self.children if child.tag in tags]

    def below(self) -> Iterator[Element]:
        """This element and all below it, in file order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


class _Builder:
    """Builds the tree as the parser goes through the file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root = Element("", {}, Place(file, 1, 1))
        self.above = [self.root]
        self.elements = 0
        self.parser = expat.ParserCreate()
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.entity
        self.parser.ExternalEntityRefHandler = self.entity

    def here(self) -> Place:
        return Place(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.above) > MOST_DEPTH:
            raise refuse(self.here(), f"this is nested more than {MOST_DEPTH} deep", "a profile needs fewer than 10")
        if self.elements > MOST_ELEMENTS:
            raise refuse(self.here(), f"the file has more than {MOST_ELEMENTS:,} elements", "split the case")
        element = Element(tag, attributes, self.here())
        self.above[-1].children.append(element)
        self.above.append(element)

    def end(self, _: str) -> None:
        self.above.pop()

    def doctype(self, *_: object) -> None:
        raise refuse(self.here(), "a document type is declared here", "take the DOCTYPE and its entities away")

    def entity(self, *_: object) -> int:
        raise refuse(self.here(), "an entity is declared or used here", "write the text itself in its place")


def read_xml(raw: bytes, file: str) -> Element:
    """Read one XML document; its encoding and byte-order mark are found by the parser.

    Raises:
        FormatError: not XML, too large, or it declares a document type or entities.
    """
    if len(raw) > MOST_BYTES:
        wrong = f"the file has {len(raw):,} bytes"
        raise refuse(Place(file, 1, 1), wrong, f"at most {MOST_BYTES:,} are read")
    builder = _Builder(file)
    try:
        builder.parser.Parse(raw, True)
    except expat.ExpatError as error:
        place = Place(file, error.lineno, error.offset + 1)
        said = expat.errors.messages.get(error.code, "a fault")
        right = "look for a tag or quotation mark that is not closed"
        raise refuse(place, f"this is not XML ({said})", right) from None
    except (LookupError, ValueError) as error:  # an encoding that is not known
        raise refuse(builder.here(), f"this is not text ({error})", "save the file as UTF-8") from None
    return builder.root.children[0]
