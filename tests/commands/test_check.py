"""``kg check``."""

from pathlib import Path

from tests import example
from tests.commands.conftest import Kg


def test_a_good_file_is_ok(kg: Kg, source: Path, checkout: Path) -> None:
    """A good file gives one line with its counts."""
    done = kg("check", source.relative_to(checkout))
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok: 1 source, 2 claims, 0 problems\n", "")


def test_the_whole_checkout_is_ok(kg: Kg) -> None:
    """Without a file everything is checked."""
    done = kg("check")
    assert (done.returncode, done.stdout) == (0, "ok: 1 source, 2 claims, 0 problems\n")


def test_each_problem_is_one_line(kg: Kg, source: Path, checkout: Path) -> None:
    """A problem is a line with file, line, subject, rule and sentence; the counts go to standard error."""
    example.edit(source, '    kg:locator "second paragraph"@en ;\n', "")
    done = kg("check", source.relative_to(checkout))
    assert done.returncode == 1
    start = f"graph/sources/{example.SOURCE}.ttl:25: :us-bis-name-bis: claim-has-locator: "
    assert done.stdout.startswith(start)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == "not ok: 1 source, 2 claims, 1 problem\n"


def test_another_kind_of_file_is_misuse(kg: Kg) -> None:
    """Only Turtle is checked."""
    done = kg("check", example.COPY)
    assert done.returncode == 2
    assert "no Turtle file" in done.stderr
