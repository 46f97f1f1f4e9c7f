"""The documentation is true: its sessions are run, its examples too, and the reference is fresh.

A block marked ``console`` is a session. Each line that starts with ``$ kg`` is run, in the order of the page, in a copy
of the graph, and prints what follows it; text in single quotes may run over several lines. A line ``...`` stands for
any lines, and ``...`` within a line for any text. A ``diff`` after ``<!-- edit PATH -->`` is what the reader changes in
that file before going on: each line with a minus becomes the lines with a plus below it.
"""

import doctest
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "stores.md"]
TRUTH = ("ontology", "graph", "queries")
BLOCK = re.compile(
    r"(?:^<!-- edit (?P<path>\S+) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@dataclass(frozen=True)
class Step:
    """A command of a session and what it prints."""

    command: str
    output: str


def steps(session: str) -> Iterator[Step]:
    """The steps of a session."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        while command.count("'") % 2:
            line, _, output = output.partition("\n")
            command = f"{command}\n{line}"
        yield Step(command, output)


def edit(file: Path, diff: str) -> None:
    """Change a file as a person would who reads the diff; each line to go must be there, once."""
    text = file.read_text("utf-8")
    for change in re.findall(r"^-(.*)\n((?:^\+.*\n)*)", diff, re.MULTILINE):
        assert text.count(f"{change[0]}\n") == 1, f"{file.name} does not have this line once: {change[0]}"
        text = text.replace(f"{change[0]}\n", re.sub(r"^\+", "", change[1], flags=re.MULTILINE))
    file.write_text(text, "utf-8")


def pattern(output: str) -> str:
    """The regular expression that what a page shows stands for."""
    lines = [
        r"(?:.*\n)*" if line == "..." else re.escape(line).replace(re.escape("..."), ".*") + r"\n"
        for line in output.rstrip("\n").splitlines()
    ]
    return "".join(lines)


def run(command: str, folder: Path) -> str:
    """What a command prints on both streams, as a person in that folder sees it."""
    environment = os.environ | {
        "KG_HOME": str(folder),
        "COLUMNS": "100",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail\n{command}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the truth that a session may write to."""
    for folder in TRUTH:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@every_page
def test_a_page_shows_what_the_command_prints(page: Path, checkout: Path) -> None:
    """Each session of the page prints what the page says, when it is done in the order of the page."""
    wrong = []
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if block["path"]:
            edit(checkout / block["path"], block["text"])
        for step in steps(block["text"]) if block["kind"] == "console" else ():
            if step.command.startswith("kg "):
                printed = run(step.command, checkout)
                if not re.fullmatch(pattern(step.output), printed):
                    wrong.append(f"$ {step.command}\n-- the page says\n{step.output}-- it prints\n{printed}")
    assert not wrong, f"correct {page.name}, or the command:\n\n" + "\n".join(wrong)


@every_page
def test_a_page_shows_python_that_runs(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each block of Python on the page runs, and says something."""
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if block["kind"] == "python":
            exec(compile(block["text"], page.name, "exec"), {})  # noqa: S102 - the page is ours
            assert capsys.readouterr().out


@every_page
def test_a_page_names_what_exists(page: Path) -> None:
    """Every make target and every file that a page links to or names in a table is there."""
    text = page.read_text("utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) <= set(targets)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_reference_is_fresh() -> None:
    """docs/cli.md is what docs/cli.py makes of the commands."""
    made = subprocess.run([sys.executable, ROOT / "docs" / "cli.py"], capture_output=True, encoding="utf-8", check=True)
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == made.stdout, "run 'make docs'"


def test_every_command_has_help() -> None:
    """Every command and every option says what it does."""
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    sections = page.split("\n## ")[1:]
    assert len(sections) > 1
    assert not [
        part.splitlines()[0] for part in sections if len(re.sub(r"```.*?```", "", part, flags=re.DOTALL).split()) < 8
    ]
    assert not re.findall(r"^- .*`: *$", page, re.MULTILINE)


MODULES = sorted(module.name for module in pkgutil.walk_packages(kg.__path__, "kg."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    """Each example in a docstring gives what it shows."""
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0
