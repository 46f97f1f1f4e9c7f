"""What texts a store must keep: every plane of Unicode, every character that needs care, and very long ones."""

from pathlib import Path

from kg import compare, load
from kg.servers.endpoint import Endpoint
from kg.terms import SOURCE
from tests.stores.conftest import made

PLANES = [chr((plane << 16) + 0x1234) for plane in range(17)]
CAREFUL = "tab\\tline\\nreturn\\rquote\\\"backslash\\\\ \\\\u0041 'single' \u200f\u202e\u2028 e\u0301 \ufffd"
LONG = "芯片" * 170_000


def test_every_plane_of_unicode(place: Endpoint, tmp_path: Path) -> None:
    """Names with characters of every plane that names may have, and texts with those of all seventeen, are kept."""
    names = [*PLANES[:15], "x", "y"]
    every = [
        f'<urn:x:{name}> <urn:says:{name}> "{text} {CAREFUL}"@zh .' for name, text in zip(names, PLANES, strict=True)
    ]
    graphs = made(tmp_path / "made", {SOURCE + "planes": every})
    load.load(place, graphs, load.Wishes())
    found = compare.Compared()
    compare.graphs(place, graphs, found)
    assert found, found.differences
    assert found.triples == 17


def test_a_text_of_a_megabyte(place: Endpoint, tmp_path: Path) -> None:
    """A literal of a megabyte comes back as it was."""
    graphs = made(tmp_path / "made", {SOURCE + "long": [f'<urn:x> <urn:says> "{LONG}" .', "<urn:x> <urn:a> <urn:b> ."]})
    load.load(place, graphs, load.Wishes())
    found = compare.Compared()
    compare.graphs(place, graphs, found)
    assert found, [each.graph for each in found.differences]
