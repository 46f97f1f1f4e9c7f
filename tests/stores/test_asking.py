"""Every tool that reads the graph, asked with ``--endpoint``: the output is what it is without, on each real store."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import cli, layout, load
from kg.servers import endpoint
from tests import part
from tests.stores import servers
from tests.stores.servers import Server

QUERY = """SELECT ?chip ?maker WHERE { ?chip kg:madeOnProcess id:node-7nm ; kg:manufacturedBy ?maker .
  FILTER NOT EXISTS { ?maker a kg:Agency } } ORDER BY ?chip ?maker LIMIT 5"""
OUT = "OUT"
FAILS = {"show a name that nobody bears": 2, "show a name that several bear": 2, "why of what nobody says": 1}
TOOLS = {
    "ask": ["ask", "entity-list/by-destination"],
    "ask with evidence": ["ask", "products/who-makes-what", "--evidence", "--limit", "5"],
    "query": ["query", "-e", QUERY],
    "query with evidence": ["query", "-e", QUERY, "--evidence", "--format", "csv"],
    "query for triples": ["query", "-e", "CONSTRUCT WHERE { id:kirin-9020 ?p ?o }"],
    "query for yes or no": ["query", "-e", "ASK { id:kirin-9020 kg:madeOnProcess id:node-7nm }", "--evidence"],
    "a pack": ["query", "-e", QUERY, "--evidence-to", f"{OUT}.md"],
    "show": ["show", "Kirin 9020"],
    "show a name that nobody bears": ["show", "Kirin 9202"],
    "show a name that several bear": ["show", "Kirin"],
    "why": ["why", "Kirin 9020", "madeOnProcess", "node-7nm"],
    "why of what nobody says": ["why", "Kirin 9020", "madeOnProcess", "node-2nm"],
    "draw": ["draw", "Kirin 9020", "--depth", "2", "--output", f"{OUT}.html"],
    "path": ["path", "Kirin 9020", "SK hynix", "--avoid", "topic,control list", "--cut"],
    "disputes": ["disputes", "node-3nm"],
    "network": ["network", "Kirin 9020", "--format", "csv"],
    "communities": ["network", "--list", "communities"],
    "about": ["about"],
    "a day": ["show", "Kirin 9020", "--as-of", "2024-12-01"],
    "a policy with evidence": ["query", "-e", QUERY, "--policy", "official-only", "--known-by", "2025-06-01"],
}
Said = tuple[int, str, str, str]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real part of the graph."""
    return part.checkout(tmp_path_factory.mktemp("part") / "checkout")


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.needs_store(name)) for name in ("oxigraph", "fuseki", "virtuoso")],
)
def filled(
    request: pytest.FixtureRequest, checkout: Path, cache_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Each store in turn, a server of its own, with that part in it."""
    found: Server = getattr(servers, request.param)(tmp_path_factory.mktemp(request.param))
    with contextlib.ExitStack() as stack:
        stack.callback(found.kill)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("KG_CACHE", str(cache_folder))
        for name, value in found.environment.items():
            patch.setenv(name, value)
        with contextlib.closing(endpoint.connect(found.url)) as place:
            load.load(place, layout.of(checkout), load.Wishes())
        yield found


def said(capsys: pytest.CaptureFixture[str], checkout: Path, folder: Path, arguments: list[str], *more: str) -> Said:
    """What a command says: exit code, output, notes, and the file that it writes."""
    folder.mkdir()
    with pytest.raises(SystemExit) as left:
        cli.main(["--root", str(checkout), *(each.replace(OUT, str(folder / OUT)) for each in arguments), *more])
    found = capsys.readouterr()
    files = "".join(each.read_text("utf-8") for each in folder.iterdir())
    out, err = (each.replace(str(folder), "") for each in (found.out, found.err))
    return int(str(left.value.code)), out, err, files


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_says_the_same(
    filled: Server, checkout: Path, tool: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code, output, notes and files are those of the graph on this machine."""
    here = said(capsys, checkout, tmp_path / "here", TOOLS[tool])
    there = said(capsys, checkout, tmp_path / "there", TOOLS[tool], "--endpoint", filled.url)
    assert here[0] == FAILS.get(tool, 0)
    assert here[1] + here[2]
    assert there == here
