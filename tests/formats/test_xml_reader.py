"""XML is read with places; what points outside the file, grows or is too large is refused soon."""

import time

import pytest

from pourparler.formats.exchange import FormatError
from pourparler.formats.xml_reader import read_xml


def test_elements_have_places():
    tree = read_xml(b'<a x="1">\n  text<b y="2"/>\n  <c><d/></c></a>', "f.xml")
    assert (tree.tag, tree.get("z", "x"), tree.get("z")) == ("a", "1", None)
    assert [str(child.place) for child in tree.children] == ["f.xml:2:7", "f.xml:3:3"]
    assert [element.tag for element in tree.below()] == ["a", "b", "c", "d"]
    assert [child.tag for child in tree.named("c", "d")] == ["c"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding):
    assert read_xml('<a x="é"/>'.encode(encoding), "f.xml").get("x") == "é"
    assert read_xml('<?xml version="1.0" encoding="ISO-8859-1"?><a x="é"/>'.encode("latin-1"), "f.xml").get("x") == "é"


BOMB = '<!DOCTYPE a [<!ENTITY x "xx">' + "".join(f'<!ENTITY x{n} "&x;&x;">' for n in range(50)) + "]><a>&x49;</a>"
BAD = {
    "doctype": ("<!DOCTYPE a><a/>", r"f.xml:1:\d+: a document type is declared here"),
    "outside": ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "a document type is declared here"),
    "bomb": (BOMB, "a document type is declared here"),
    "entity": ("<a>&who;</a>", r"f.xml:1:4: this is not XML \(undefined entity\)"),
    "empty": ("", "f.xml:1:1: this is not XML"),
    "two": ("<a/><b/>", "f.xml:1:5: this is not XML"),
    "not closed": ("<a>\n<b>\n</a>", "f.xml:3:3: this is not XML \\(mismatched tag\\)"),
    "twice": ('<a x="1" x="2"/>', "this is not XML \\(duplicate attribute\\)"),
    "encoding": ('<?xml version="1.0" encoding="klingon"?><a/>', "f.xml:1:"),
    "control": ("<a>\x01</a>", "this is not XML"),
    "deep": ("<a>" * 100_000, "nested more than 40 deep"),
    "many": ("<a>" + "<b/>" * 300_000, "more than 200,000 elements"),
    "large": ("<a>" + " " * 8_000_000, "f.xml:1:1: the file has 8,000,003 bytes; at most 8,000,000 are read"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_what_is_refused(text, expected):
    start = time.perf_counter()
    with pytest.raises(FormatError, match=expected):
        read_xml(text.encode(), "f.xml")
    assert time.perf_counter() - start < 10
