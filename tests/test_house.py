"""The manners of the code: what no linter checks."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted([*ROOT.glob("kg/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("docs/**/*.py")])
TESTS = [path for path in CODE if path.name.startswith("test_")]
MODULE_LINES = 300
FUNCTION_LINES = 40

Function = ast.FunctionDef | ast.AsyncFunctionDef

every_module = pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
every_test_module = pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def own_files() -> Iterator[Path]:
    """Every text file of the project, leaving out what is made or belongs to git."""
    for folder, names, files in os.walk(ROOT):
        names[:] = [
            name
            for name in names
            if name not in {"dist", "demo", "build", "htmlcov", "__pycache__"}
            and (not name.startswith(".") or name == ".ci")
        ]
        yield from (Path(folder) / name for name in files if name != ".coverage")


@every_module
def test_a_module_fits_in_the_head(path: Path) -> None:
    """No module is longer than 300 lines."""
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{path}: {lines} lines; split it, so that each file holds one thing"


@every_module
def test_a_function_is_short(path: Path) -> None:
    """No function is longer than 40 lines."""
    long = [f.name for f in functions(path) if (f.end_lineno or 0) - f.lineno >= FUNCTION_LINES]
    assert not long, f"{path}: longer than {FUNCTION_LINES} lines: {', '.join(long)}"


@every_test_module
def test_a_test_says_what_holds(path: Path) -> None:
    """Every test has a docstring."""
    silent = [f.name for f in functions(path) if f.name.startswith("test_") and not ast.get_docstring(f)]
    assert not silent, f"{path}: say in one line what holds: {', '.join(silent)}"


SILENCED = re.compile(
    r"#\s*(?P<code>noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?"
    r"|type:\s*ignore(?:\[[\w\-, ]+\])?|pragma:\s*no cover)(?P<reason>.*)"
)
REASON = re.compile(r"[-#:\s]*\w+\W+\w+")


def bare(path: Path) -> Iterator[int]:
    """The lines that silence a check without a reason; the next line may silence the same one for the same reason."""
    above = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        found = SILENCED.search(line)
        if found and found["code"] != above and not REASON.match(found["reason"]):
            yield number
        above = found["code"] if found else ""


@every_module
def test_a_silenced_check_has_its_reason_beside_it(path: Path) -> None:
    """Each noqa, type ignore and no-cover says why, on its line."""
    lines = list(bare(path))
    assert not lines, f"{path}: lines {lines}: write the reason after the code, as in '# noqa: S603 - our own command'"


@every_test_module
def test_a_skip_has_its_reason(path: Path) -> None:
    """Each skip or xfail in a test says why."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    bare = [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"skip", "skipif", "xfail"}
        and not (call.keywords or (call.func.attr != "skipif" and call.args))
    ]
    assert not bare, f"{path}: lines {bare}: give the reason"


def test_no_module_is_a_drawer() -> None:
    """No module is called utils, helpers or common, and no class is a Manager."""
    drawers = [path for path in CODE if path.stem in {"utils", "util", "helpers", "common", "misc"}]
    managers = [path for path in CODE if re.search(r"^class \w*Manager\b", path.read_text("utf-8"), re.MULTILINE)]
    assert not drawers + managers, "a file holds one thing and bears its name"


HOMES = re.compile(r"(?<![\w.:/-])/(?:work|root|home|Users)/\w|[A-Z]:\\Users\\")


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    """No file holds an absolute path into a home or work folder."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in own_files()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1)
        if HOMES.search(line)
    ]
    assert not found, f"absolute paths of one machine: {', '.join(found[:10])}"


@pytest.mark.parametrize("folder", ["ontology", "graph", "queries"])
def test_truth_is_data(folder: str) -> None:
    """The folders of truth hold no Python."""
    assert not list((ROOT / folder).rglob("*.py"))
