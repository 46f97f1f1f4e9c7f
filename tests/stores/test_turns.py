"""Whose turn it is: two loads at once, and loads that died."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import holdings, load, turns
from kg.layout import Layout
from tests.conftest import ROOT
from tests.stores.conftest import Connect
from tests.stores.servers import Server
from tests.stores.small import SOURCE, completes

pytestmark = pytest.mark.needs_store("oxigraph")
PLAIN = load.Wishes()


def test_two_loads_at_once(store: Server, tmp_path: Path) -> None:
    """Two loads from two machines take turns, and both end well."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", LOADER, store.url],
            env={**os.environ, "KG_CACHE": str(tmp_path / f"cache-{number}"), "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
        )
        for number in range(2)
    ]
    outputs = [each.communicate(timeout=60)[1].decode() for each in processes]
    assert [each.returncode for each in processes] == [0, 0], outputs


LOADER = """
import sys
from pathlib import Path
from kg import load
from kg.servers import endpoint
from tests.stores.conftest import made
from tests.stores.small import SIZES, SOURCE, lines
import os
folder = Path(os.environ["KG_CACHE"] + "-made")
graphs = made(folder, {SOURCE + name: lines(name, size) for name, size in SIZES.items()})
load.load(endpoint.connect(sys.argv[1]), graphs, load.Wishes(replace=True))
"""


def test_the_dead_are_not_waited_for(
    store: Server, small: Layout, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that another machine left is taken over when it gives no sign of life."""
    place = connect(store.url)
    place.update(holdings.taken("somebody-else", "abc 1"))
    monkeypatch.setattr(turns, "_LOOK", 0.1)
    started = time.monotonic()
    load.load(place, small, PLAIN)
    assert 1 < time.monotonic() - started < 20
    assert holdings.read(place).holders == ()


def test_who_was_taken_for_dead_stops(store: Server, small: Layout, connect: Connect) -> None:
    """A load whose turn somebody else took enters nothing into the manifest and says so."""
    place = connect(store.url)

    def steal(holder: str, _size: int) -> None:
        if holdings.read(place).holders == (holder,):
            place.update(holdings.taken("thief", "abc 1", (holder,)))

    with turns.turn(place, lambda: None) as holder:
        steal(holder, 0)
        place.update(holdings.entered({SOURCE + "one": holdings.Entry(1, "x")}, holder))
        with pytest.raises(turns.TurnLost, match="took over"):
            turns.check(place, holder)
    assert holdings.read(place).entries == {}
    place.update(holdings.released("thief"))
    load.load(place, small, PLAIN)
    assert completes(store.url, small)
