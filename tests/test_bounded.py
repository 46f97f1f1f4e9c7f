"""Work in a process of its own: its result or its error comes back, and it ends when it has to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg import bounded, store
from kg.errors import BadParameter, Misuse, OutOfBounds, Problem, ProblemsFound, QuerySyntax, StoreTrouble

ROOT = Path(__file__).resolve().parents[1]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT ?a ?b ?c ?d ?e { ?a ?b ?c . ?d ?e ?f }"


def fail(error: BaseException) -> None:
    """Raise an error."""
    raise error


def test_a_result_comes_back() -> None:
    """What the work returns is returned, whatever its size."""
    assert bounded.run(lambda: (os.getpid(), "x" * 5_000_000))[1] == "x" * 5_000_000
    assert bounded.run(os.getpid) != os.getpid()


@pytest.mark.parametrize(
    "error",
    [
        Misuse("no"),
        QuerySyntax("no", 3, 4),
        ProblemsFound("no", [Problem(Path("a.ttl"), 1, ":a", "rule", "A sentence.")]),
    ],
)
def test_an_error_comes_back_whole(error: Exception) -> None:
    """What the work raises is raised, with all that it carries."""
    with pytest.raises(type(error), match="no") as caught:
        bounded.run(lambda: fail(error))
    assert vars(caught.value) == vars(error)


def test_a_defect_comes_back_with_its_place() -> None:
    """An error that is none of ours says where it happened."""
    with pytest.raises(RuntimeError, match="ZeroDivisionError") as caught:
        bounded.run(lambda: 1 // 0)
    assert "test_bounded.py" in caught.value.__notes__[0]
    with pytest.raises(RuntimeError, match=r"PicklingError|AttributeError"):
        bounded.run(lambda: lambda: None)


def children() -> set[str]:
    """The processes that this one has started and that are not gone."""
    return {each for file in Path("/proc/self/task").glob("*/children") for each in file.read_text().split()}


def test_work_that_takes_too_long_is_ended() -> None:
    """After its time the work is gone, not only left alone."""
    before, start = children(), time.monotonic()
    with pytest.raises(OutOfBounds, match=r"more than 0\.3 seconds and was ended"):
        bounded.run(lambda: time.sleep(60), 0.3)
    assert time.monotonic() - start < 5
    assert children() == before


def test_work_that_is_done_leaves_nothing() -> None:
    """Of many pieces of work that were done, no process stays but at most that of the last."""
    before, until = children(), time.monotonic() + 10
    for _ in range(20):
        assert bounded.run(lambda: 1) == 1
    while len(children() - before) > 1 and time.monotonic() < until:
        bounded.run(lambda: 1)
    assert len(children() - before) <= 1


def test_work_that_takes_too_much_is_ended() -> None:
    """Who needs more memory than is allowed is ended with a sentence."""
    with pytest.raises(OutOfBounds, match="more than 50 MB of memory and was ended"):
        bounded.run(lambda: [bytearray(1_000_000) for _ in range(2000)], megabytes=50)


def test_work_that_dies_is_told() -> None:
    """A process that the system ends is no answer, and neither is one that sends half of it."""
    with pytest.raises(StoreTrouble, match="SIGKILL"):
        bounded.run(lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(StoreTrouble, match="exit code 3"):
        bounded.run(lambda: os._exit(3))


@pytest.mark.parametrize("said", ["much", "0", "-5"])
def test_a_bound_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """The environment names a number of MB."""
    monkeypatch.setenv("KG_MEMORY", said)
    with pytest.raises(BadParameter, match="no number of MB"):
        bounded.run(lambda: None)


def test_where_nothing_can_be_forked_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """There a bound on time is refused rather than not kept."""
    monkeypatch.setattr(sys, "platform", "win32")
    assert bounded.run(os.getpid) == os.getpid()
    with pytest.raises(Misuse, match="can be forked"):
        bounded.run(lambda: None, 1)


def test_a_question_from_python_is_bounded() -> None:
    """With a timeout an answer is the same, and one that takes too long is ended, while the store stays open."""
    graph = kg.open()
    plain = graph.ask("entity-list/by-destination")
    assert graph.ask("entity-list/by-destination", timeout=60).table == plain.table
    with pytest.raises(OutOfBounds):
        graph.query(ENDLESS, timeout=0.5)
    assert graph.query("ASK { ?a a kg:Agency }", timeout=60) is True


def test_the_memory_of_a_query_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that piles up rows is ended."""
    monkeypatch.setenv("KG_MEMORY", "200")
    graph = kg.open()
    with pytest.raises(OutOfBounds, match="more than 200 MB of memory"):
        graph.query(GREEDY, timeout=120)


def is_there(group: int) -> bool:
    """Whether any process of a group is there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def has_child(process: int) -> bool:
    """Whether a process has begun another."""
    return bool(Path(f"/proc/{process}/task/{process}/children").read_text("ascii"))


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(way: signal.Signals) -> None:
    """However the command ends, by Ctrl-C or by force, the process of its query ends too."""
    store.built(ROOT)  # so that the process below is soon at its query
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # whoever runs the tests may not
    code = f"{heard}\nfrom kg.cli import main; main()"
    command = [sys.executable, "-c", code, "--root", str(ROOT), "query", "-e", ENDLESS]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + 60
    while time.monotonic() < until and not has_child(process.pid):
        time.sleep(0.05)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(way)
    assert process.wait(5) == (130 if way is signal.SIGINT else -way)
    until = time.monotonic() + 5
    while time.monotonic() < until and is_there(process.pid):
        time.sleep(0.05)
    assert not is_there(process.pid)
