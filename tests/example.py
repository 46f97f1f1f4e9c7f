"""A small checkout for tests: the real ontology and entities, and one source with two claims."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLAIMS = ROOT / "tests" / "claims"
COPY = CLAIMS / "rule.txt"
"""The copy of the source that the anchors of its claims point into."""

SOURCE = "us/federal-register/2025-01-31-example"


def checkout(folder: Path) -> Path:
    """Make the checkout in a folder that is not there yet."""
    for name in ("ontology", "graph/entities"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "queries").mkdir()
    source_file(folder).parent.mkdir(parents=True)
    shutil.copy(CLAIMS / "2025-01-31-example.ttl", source_file(folder))
    return folder


def source_file(folder: Path) -> Path:
    """The file of the one source."""
    return folder / "graph" / "sources" / f"{SOURCE}.ttl"


def edit(file: Path, old: str, new: str) -> None:
    """Put a new text in the place of an old one, which must be there."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
