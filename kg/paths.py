"""Where things are: the truth (ontology, graph, queries), and the folder for what is made from it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import Misuse

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = ("ontology", "graph", "queries")
_PACKAGE = Path(__file__).resolve().parent


def home(explicit: Path | str | None = None) -> Path:
    """Return the folder that holds the truth.

    It is the one that was named, or that of the environment variable ``KG_HOME``, or the checkout this package
    runs from, or the data that was installed with it.

    :raises Misuse: when that folder does not hold ``ontology``, ``graph`` and ``queries``.
    """
    named = explicit or os.environ.get("KG_HOME")
    candidates = [Path(named).expanduser()] if named else [_PACKAGE.parent, _PACKAGE / "data"]
    for candidate in candidates:
        if all((candidate / folder).is_dir() for folder in FOLDERS):
            return candidate.resolve()
    wanted = ", ".join(FOLDERS)
    raise Misuse(f"{candidates[0]} does not hold the folders {wanted}: name a checkout with --root or KG_HOME")


def checkout(explicit: Path | str | None = None) -> Path:
    """Return the folder that holds the truth, to write to it.

    :raises Misuse: when it is the data that was installed with the package.
    """
    found = home(explicit)
    if found.is_relative_to(_PACKAGE):
        raise Misuse("What came with kg is not written to: get a checkout, and run kg in it or name it with --root")
    return found


def cache() -> Path:
    """Return the folder for what is made from the truth: ``KG_CACHE``, or the user's cache folder of the system."""
    named = os.environ.get("KG_CACHE")
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs  # noqa: PLC0415 - not needed where KG_CACHE is set

    return platformdirs.user_cache_path("chip-controls-kg", appauthor=False)


def graph_files(root: Path) -> list[Path]:
    """Return the files that make the graph, in a fixed order: ontology without shapes, entities, sources.

    What is hidden does not count, as a folder that an import was writing when the machine stopped.
    """
    ontology = [each for each in _turtle(root / "ontology") if not each.name.endswith("-shapes.ttl")]
    return sorted([*ontology, *_turtle(root / "graph")], key=lambda each: relative(each, root))


def question_files(root: Path) -> list[Path]:
    """Return the files of the questions, in the order of their names; rules are no questions."""
    return sorted(each for each in (root / "queries").glob("*/*.rq") if each.parent.name != "rules")


def truth_files(root: Path) -> list[Path]:
    """Return the files from which a store is made, in a fixed order: those of the graph, and the questions."""
    return [*graph_files(root), *question_files(root)]


def _turtle(folder: Path) -> Iterator[Path]:
    """Yield the Turtle files under a folder, leaving out what is hidden."""
    for place, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        yield from (Path(place, each) for each in files if each.endswith(".ttl") and not each.startswith("."))


def source_file(file: Path) -> Path:
    """Return the file that describes the source of a file: the nearest ``source.ttl``, or the file itself."""
    for folder in file.parents:
        if (folder / "source.ttl").is_file():
            return folder / "source.ttl"
        if folder.name == "graph":
            break
    return file


def relative(path: Path, root: Path) -> str:
    """Return the path of a file under the root, with slashes on every system; a file outside keeps its own."""
    name, start = os.fspath(path), os.path.join(root, "")  # noqa: PTH118 - texts, for this is asked of a thousand files
    return (name.removeprefix(start) if name.startswith(start) else name).replace(os.sep, "/")


def said(path: Path) -> str:
    """Return the path of a file as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def content_digest(files: list[tuple[str, bytes]]) -> str:
    """Return the digest of files given by name and SHA-256."""
    whole = hashlib.sha256()
    for name, digest in files:
        whole.update(f"{name}\0{digest.hex()}\n".encode())
    return whole.hexdigest()


def digest(files: list[Path], root: Path) -> str:
    """Return the digest of the content of files, by reading them."""
    return content_digest([(relative(each, root), hashlib.sha256(each.read_bytes()).digest()) for each in files])


def fingerprint(files: list[Path], root: Path) -> tuple[str, int]:
    """Return what the file system says of files without reading them, and when the newest was touched (ns).

    Equal fingerprints mean equal content, unless a file was touched within the grain of the file system's clock.
    """
    whole, newest = hashlib.sha256(), 0
    for each in files:
        stat = os.stat(each)  # noqa: PTH116 - quicker than the path's own by half
        newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
        whole.update(f"{relative(each, root)}\0{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}\n".encode())
    return whole.hexdigest(), newest
