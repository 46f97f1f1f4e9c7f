"""The notebooks: one question each, run from top to bottom."""

import json
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook that hold code."""
    notebook = json.loads(path.read_text("utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@every_notebook
def test_a_notebook_runs_and_its_assertion_holds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter runs the cells in their order; they print something, show a picture, and the last one asserts."""
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    monkeypatch.setenv("KG_HOME", str(ROOT))
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat publishes no types
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    outputs = [each for cell in notebook.cells if cell.cell_type == "code" for each in cell.outputs]
    assert any(each.output_type == "stream" and each.name == "stdout" for each in outputs)
    assert any("<iframe sandbox" in each.data.get("text/html", "") for each in outputs if "data" in each)
    assert notebook.cells[-1].source.startswith("assert ")


def test_there_are_notebooks_for_the_questions_that_people_bring() -> None:
    """A first look, the rule and its families, who says what, chips and buyers, and one's own data."""
    assert {path.stem for path in NOTEBOOKS} == {
        "a-first-look",
        "chips-and-buyers-2024",
        "kirin-9020",
        "the-december-2024-rule",
        "your-own-data",
    }


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
