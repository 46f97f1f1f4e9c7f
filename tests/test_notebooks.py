"""The notebooks: one question each, run from top to bottom."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook that hold code."""
    notebook = json.loads(path.read_text("utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@every_notebook
def test_a_notebook_runs_and_its_assertion_holds(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The cells run in their order, print something, and the last one asserts what was found."""
    scope: dict[str, Any] = {}
    for number, cell in enumerate(cells(path), start=1):
        source = compile("".join(cell["source"]), f"{path.name}, cell {number}", "exec")
        exec(source, scope)  # noqa: S102 - our own notebook, as a reader would run it
    assert capsys.readouterr().out
    assert "".join(cells(path)[-1]["source"]).startswith("assert ")


@every_notebook
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    """Outputs are made by running, so that a change of a notebook shows what was changed by hand."""
    assert not [cell for cell in cells(path) if cell["outputs"] or cell["execution_count"]]


@every_notebook
def test_a_notebook_asks_one_question(path: Path) -> None:
    """The first line of a notebook is its question."""
    first = json.loads(path.read_text("utf-8"))["cells"][0]
    assert first["cell_type"] == "markdown"
    assert first["source"][0].startswith("# ")
    assert first["source"][0].rstrip().endswith("?")
