"""``kg load``, ``kg compare`` and ``kg unload`` on a real server, as a person types them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.stores.servers import Server

pytestmark = pytest.mark.needs_store("oxigraph")
Kg = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def kg(checkout: Path) -> Kg:
    """The command line, on a checkout with one source."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        code = "from kg.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, "--root", str(checkout), *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert "a defect of kg" not in done.stderr
        return done

    return run


def test_load_compare_and_unload(kg: Kg, oxigraph: Server) -> None:
    """Each says in a line what it did, and nothing on standard error where nobody looks at a terminal."""
    dry = kg("load", oxigraph.url, "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "to send 3 graphs" in dry.stdout
    done = kg("load", oxigraph.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "sent 3 graphs" in done.stdout
    assert "union-default-graph" in done.stdout
    assert "sent 0 graphs with 0 triples, 3 unchanged" in kg("load", oxigraph.url).stdout
    compared = kg("compare", oxigraph.url)
    assert compared.returncode == 0
    assert "0 differ" in compared.stdout
    assert "removed 3 graphs" in kg("unload", oxigraph.url).stdout


def test_a_store_that_lacks_a_graph_is_not_equal(kg: Kg, oxigraph: Server) -> None:
    """Comparing with an empty store shows what is lacking and ends with exit code 1."""
    done = kg("compare", oxigraph.url, "--no-questions")
    assert done.returncode == 1
    assert "are lacking" in done.stdout
    assert "3 differ" in done.stdout
    assert kg("compare", oxigraph.url, "--no-graphs").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("load", "nonsense"), 2, "is not the address of a store"),
        (("load", "http://me:secret@127.0.0.1:1/"), 2, "takes no password"),
        (("load", "http://127.0.0.1:1/", "--store", "mysql"), 2, "is no kind of store"),
        (("load", "http://127.0.0.1:1/"), 1, "cannot be reached"),
        (("compare", "http://127.0.0.1:1/"), 1, "cannot be reached"),
        (("unload", "http://127.0.0.1:1/"), 1, "cannot be reached"),
    ],
)
def test_what_is_wrong_is_said(kg: Kg, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    """Misuse ends with 2 and trouble with 1, each in one sentence."""
    done = kg(*arguments)
    assert done.returncode == code
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "secret" not in done.stderr
