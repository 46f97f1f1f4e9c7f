"""The command line: what it imports, what it says, and how it leaves."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg import cli
from kg.errors import KgError, Problem, ProblemsFound, StoreTrouble, UnknownQuestion

ROOT = Path(__file__).resolve().parents[1]
VERBS = sorted(each.stem.rstrip("_") for each in (ROOT / "kg" / "commands").glob("[a-z]*.py"))
QUESTION = ("ask", "entity-list/by-destination")


def run(*arguments: str, **more: object) -> "subprocess.CompletedProcess[str]":
    """Run kg in a process of its own."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, **more)  # type: ignore[call-overload,no-any-return]  # passed on


def leave(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code when a command fails with an error."""

    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "kg", click.Command("kg", callback=fail))
    with pytest.raises(SystemExit) as left:
        cli.main([])
    return int(str(left.value.code))


def test_a_verb_is_a_file() -> None:
    """Each file of kg/commands is a verb under its own name, and the help names them all."""
    done = run("--help")
    assert done.returncode == 0
    listed = [line.split()[0] for line in done.stdout.partition("Commands:")[2].splitlines() if line[2:3].strip()]
    assert listed == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    """Each verb says what it does."""
    done = run(verb, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: kg ")


def test_the_version_is_that_of_the_package() -> None:
    """--version says name and number."""
    assert run("--version").stdout.startswith("kg, version ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dance"], "No such command 'dance'. Try 'kg --help'."),
        (["--root", "/no/such/folder", "ask"], "does not exist. Try 'kg --help'."),
        (["--root", "/", "check"], "does not hold the folders ontology, graph, queries"),
        (["verify"], "Missing option '--sources'. Try 'kg verify --help'."),
        (["check", "no-such-file.ttl"], "does not exist. Try 'kg check --help'."),
        (["query", "-e", "SELECT * { ?s ?p }"], "line 1, column 18"),
        (["query", "-e", "SELECT * { SERVICE <http://x/> {} }"], "SERVICE at line 1, column 12 is refused"),
    ],
)
def test_misuse_is_one_sentence(arguments: list[str], said: str) -> None:
    """A wrong request leaves with 2 and one line on standard error that says what is wrong."""
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("kg: ")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UnknownQuestion("no such question"), 2, "kg: no such question\n"),
        (StoreTrouble("no store"), 1, "kg: no store\n"),
        (KgError("trouble"), 1, "kg: trouble\n"),
        (ProblemsFound("x", [Problem(Path("a.ttl"), 3, ":a", "rule", "sentence")]), 1, "a.ttl:3: :a: rule: sentence\n"),
        (OSError(28, "No space left on device", "out.csv"), 1, "kg: out.csv: No space left on device\n"),
        (KeyboardInterrupt(), 130, "kg: interrupted\n"),
        (ValueError("oops"), 1, "kg: a defect of kg, please report it (ValueError: oops); KG_DEBUG=1 shows where\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_error_has_its_exit_code(
    error: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Errors of the house, of the system and of our own making are sentences with an exit code, never a traceback."""
    monkeypatch.delenv("KG_DEBUG", raising=False)
    assert leave(error, monkeypatch) == code
    assert capsys.readouterr().err.lstrip("\n") == said


def test_a_defect_shows_itself_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """With KG_DEBUG a defect comes with its traceback."""
    monkeypatch.setenv("KG_DEBUG", "1")
    with pytest.raises(ValueError, match="oops"):
        leave(ValueError("oops"), monkeypatch)


def test_a_reader_that_goes_away_is_no_trouble() -> None:
    """When the reader of a pipe has seen enough, kg leaves quietly."""
    query = "query -e 'SELECT * { ?s ?p ?o } LIMIT 100000' --format csv"
    command = f"{sys.executable} -c 'from kg.cli import main; main()' {query}"
    done = subprocess.run(f"{command} | head -n 1", shell=True, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S602 - a pipe
    assert done.stdout.count("\n") == 1
    assert "Error" not in done.stderr
    assert "kg: " not in done.stderr


def test_output_is_utf_8_everywhere() -> None:
    """Names in any script can be printed, whatever the system thinks of encodings."""
    done = run(
        "query",
        "-e",
        "SELECT ('北方华创' AS ?name) {}",
        "--format",
        "csv",
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.stdout.splitlines()[1] == "北方华创"


def test_a_question_imports_little() -> None:
    """Asking imports neither rdflib nor the libraries of other verbs, which is the cold start."""
    watch = (
        "import sys; from kg.cli import main\ntry: main(sys.argv[1:])\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch, *QUESTION], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & {
        "rdflib",
        "pyshacl",
        "networkx",
        "pyvis",
        "lxml",
        "defusedxml",
        "oxrdflib",
        "rich",
        "SPARQLWrapper",
    }


MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024))
"""


def memory(command: list[str]) -> int:
    """The most memory that a command took, in megabytes; a small process starts it, whose own would count as well."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return int(done.stdout)


@pytest.mark.parametrize("built", [True, False])
def test_a_question_takes_little_memory(built: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a parameter
    """A question takes less than 300 MB, also the first one, which builds the store."""
    if not built:
        monkeypatch.setenv("KG_CACHE", str(tmp_path))
    assert memory([sys.executable, "-c", "from kg.cli import main; main()", *QUESTION]) < 300
