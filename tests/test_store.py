"""The embedded store: built once per content, opened read-only, never half-built."""

import multiprocessing as mp
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import cache, engine, paths, store, terms
from kg.errors import Misuse, ProblemsFound, StoreTrouble
from kg.tables import Iri, Literal
from kg.terms import ID

ROOT = Path(__file__).resolve().parents[1]
PREFIXES = "".join(f"@prefix {name}: <{terms.PREFIXES[name]}> .\n" for name in ("id", "kg", "rdf"))
CLAIM = """
id:claim-{n} rdf:subject id:a ; rdf:predicate kg:listedOn ; rdf:object id:list ;
    kg:statedIn id:source-{n} ; kg:status kg:{status} ; kg:modality kg:official .
"""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with one file, and a cache of its own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    for folder in paths.FOLDERS:
        (tmp_path / "house" / folder).mkdir(parents=True)
    write(tmp_path / "house", PREFIXES + CLAIM.format(n=1, status="accepted"))
    return tmp_path / "house"


def write(house: Path, text: str) -> None:
    """Write the one file of the small house."""
    (house / "graph" / "a.ttl").write_text(text)


def stores() -> list[Path]:
    """The folders of stores in the cache."""
    return sorted(each for each in (paths.cache() / "stores").iterdir() if each.is_dir())


def test_the_store_is_built_once_per_content(house: Path) -> None:
    """Opening again builds nothing; other content gets another store."""
    for _ in range(2):
        assert len(store.open_store(house)) == 7
    assert len(stores()) == 1
    write(house, PREFIXES + CLAIM.format(n=1, status="retracted"))
    assert len(store.open_store(house)) == 6
    assert len(stores()) == 2


def test_old_content_finds_its_old_store(house: Path) -> None:
    """A file that is put back as it was needs no building, whatever its time stamp."""
    before = store.built(house)
    text = (house / "graph" / "a.ttl").read_text()
    write(house, PREFIXES)
    store.built(house)
    write(house, text)
    assert store.built(house) == before


def test_a_change_of_the_same_size_within_the_clock_is_seen(house: Path) -> None:
    """Two writes in the same moment, with the same size, are two contents."""
    for name in ("one", "two"):
        write(house, f"{PREFIXES}id:{name} a id:{name} .")
        assert store.open_store(house).ask(f"ASK {{ id:{name} ?p ?o }}")


def test_content_that_was_seen_is_not_read_again(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the files have settled, the file system is asked and the files are not read."""
    file = house / "graph" / "a.ttl"
    monkeypatch.setattr(cache, "_SETTLED", 0)
    store.built(house)
    monkeypatch.setattr(paths, "digest", None)
    assert len(store.open_store(house)) == 7
    os.utime(file, (1, 1))
    with pytest.raises(TypeError):
        store.built(house)


def test_edges_follow_from_claims_that_count(house: Path) -> None:
    """An accepted claim has its edge, a retracted one has not, and two that agree have one between them."""
    pair = CLAIM.format(n=1, status="accepted") + CLAIM.format(n=2, status="accepted")
    write(house, PREFIXES + pair)
    graph = store.open_store(house)
    assert len(graph.select("SELECT * { id:a kg:listedOn ?list }").rows) == 1
    write(house, PREFIXES + CLAIM.format(n=1, status="retracted"))
    assert not store.open_store(house).ask("ASK { id:a kg:listedOn ?list }")


def test_a_triple_of_two_files_counts_once(house: Path) -> None:
    """The store holds each triple once, so that a count over it is the count over the flat file."""
    (house / "graph" / "b.ttl").write_text((house / "graph" / "a.ttl").read_text())
    rows = store.open_store(house).select(COUNT).rows
    assert rows == [(Literal("7", "http://www.w3.org/2001/XMLSchema#integer"),)]


def test_a_file_that_does_not_parse_is_named(house: Path) -> None:
    """A broken file stops the building with file and line, and leaves no store."""
    write(house, f"{PREFIXES}\nid:a kg:b 'never closed .")
    with pytest.raises(ProblemsFound) as caught:
        store.open_store(house)
    assert caught.value.problems[0].path.name == "a.ttl"
    assert caught.value.problems[0].line == 5
    assert stores() == []


def test_a_file_that_changes_during_the_building_is_noticed(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store is never kept under the digest of other content than it holds."""
    digest = paths.digest(paths.graph_files(house), house)
    write(house, PREFIXES)
    monkeypatch.setattr(paths, "digest", lambda *_: digest)
    with pytest.raises(StoreTrouble, match="changed while the store was being built"):
        store.built(house)
    assert stores() == []


def test_a_broken_store_is_said(house: Path) -> None:
    """A store that was damaged gives a sentence that says what to remove."""
    folder = store.built(house)
    for file in folder.rglob("*.sst"):
        file.unlink()
    with pytest.raises(StoreTrouble, match="remove that folder and ask again"):
        store.open_store(house)


def test_the_store_is_not_written_to(house: Path) -> None:
    """Asking changes nothing in the folder of the store."""
    folder = store.built(house)
    before = {each.name: each.stat().st_mtime_ns for each in folder.rglob("*")}
    graph = store.open_store(house)
    graph.select(COUNT)
    assert {each.name: each.stat().st_mtime_ns for each in folder.rglob("*")} == before


def _count(house: Path, results: "mp.Queue[int]") -> None:
    """Ask a store in another process, many times."""
    graph = store.open_store(house)
    for _ in range(50):
        graph.select(COUNT)
    results.put(len(graph))


def test_several_processes_ask_one_store(house: Path) -> None:
    """Processes that build and ask at once all get the same answer, from one store."""
    context = mp.get_context("spawn")
    results: mp.Queue[int] = context.Queue()
    workers = [context.Process(target=_count, args=(house, results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    assert [results.get(timeout=60) for _ in workers] == [7] * 4
    for worker in workers:
        worker.join()
    assert len(stores()) == 1


def kg(*arguments: str, cache_folder: Path) -> "subprocess.Popen[str]":
    """Start kg on the graph of this checkout with a cache of its own."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", "--root", str(ROOT), *arguments]
    environment = {**os.environ, "KG_CACHE": str(cache_folder)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_an_interrupt_leaves_nothing_half_made(tmp_path: Path) -> None:
    """Ctrl-C while the store is being built ends at once, says so, and leaves no store and no half of one."""
    process = kg("query", "-e", "ASK { ?s ?p ?o }", cache_folder=tmp_path)
    while not list((tmp_path / "stores").glob(".making-*/store/*.sst")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint.strip() == "kg: interrupted"
    assert [each.name for each in (tmp_path / "stores").iterdir()] == [".lock"]


def test_a_killed_building_is_begun_again(tmp_path: Path) -> None:
    """What a killed process leaves is never opened: the next one builds anew and answers."""
    process = kg("query", "-e", "ASK { ?s ?p ?o }", cache_folder=tmp_path)
    while not list((tmp_path / "stores").glob(".making-*/store/*.sst")) and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.communicate(timeout=60)
    assert list((tmp_path / "stores").glob(".making-*"))
    process = kg("query", "-e", "ASK { ?s ?p ?o }", cache_folder=tmp_path)
    _, complaint = process.communicate(timeout=120)
    assert (process.returncode, complaint) == (0, "")
    assert not list((tmp_path / "stores").glob(".making-*"))


def test_two_who_ask_first_share_one_building(tmp_path: Path) -> None:
    """Two processes that find no store build one between them."""
    processes = [kg("query", "-e", "ASK { ?s ?p ?o }", cache_folder=tmp_path) for _ in range(2)]
    for process in processes:
        _, complaint = process.communicate(timeout=120)
        assert (process.returncode, complaint) == (0, "")
    assert len([each for each in (tmp_path / "stores").iterdir() if each.is_dir()]) == 1


def test_a_full_disk_leaves_nothing_half_made(house: Path) -> None:
    """When a file cannot grow any more, there is a sentence, no traceback, and nothing left."""
    (house / "graph" / "b.ttl").write_text(
        PREFIXES + "".join(f'id:s{n} id:p "{n * 7919 % 104729}-{n}" .\n' for n in range(20_000))
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from kg.cli import main; main()",
            "--root",
            str(house),
            "query",
            "-e",
            "ASK {?s ?p ?o}",
        ],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("kg: ")
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert stores() == []


def test_each_form_of_query_has_its_door() -> None:
    """SELECT, ASK and CONSTRUCT are asked by name, and the wrong door says so."""
    graph = store.of([(Iri(ID + "a"), Iri(ID + "p"), Literal("x"))])
    assert graph.ask("ASK { ?s ?p ?o }") is True
    assert graph.construct("CONSTRUCT WHERE { ?s ?p ?o }") == list(graph)
    for ask in (graph.select, graph.construct):
        with pytest.raises(Misuse, match="The query is"):
            ask("ASK { ?s ?p ?o }")
    with pytest.raises(Misuse, match="not an ASK"):
        graph.ask("SELECT * { ?s ?p ?o }")


def test_a_function_that_the_engine_lacks_is_misuse() -> None:
    """A function of somebody else's engine is named in the error."""
    with pytest.raises(Misuse, match="custom function"):
        store.of([]).select("SELECT (<http://x/f>(1) AS ?x) {}")


def test_lines_are_what_a_file_says(house: Path) -> None:
    """A file is read as N-Triples, from the disk or from a text that is to become it."""
    file = house / "graph" / "a.ttl"
    assert len(engine.lines(file)) == 6
    assert engine.lines(file, f"{PREFIXES}id:a id:b 'é' .") == [f'<{ID}a> <{ID}b> "é" .']


def test_turtle_has_the_prefixes_of_the_house() -> None:
    """Turtle begins with the prefixes, sorted, so that it is the same text each time."""
    text = engine.turtle(f'<{ID}a> <{ID}b> "x" .\n')
    head = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert head == sorted(head)
    assert 'id:a id:b "x" .' in text
