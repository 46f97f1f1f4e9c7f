"""The options that choose which claims count, on every command that asks."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from kg import options, paths, store
from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[1]
ADDED = ["ask", "entity-list/who-was-added", "--notice", "2024-28267", "--format", "csv"]
COUNT = "SELECT (COUNT(?claim) AS ?n) { ?claim kg:statedIn ?source }"


def rows(text: str) -> list[list[str]]:
    """The rows of an answer in CSV, without its head."""
    return list(csv.reader(io.StringIO(text)))[1:]


def test_nobody_is_listed_before_the_day(run: Run) -> None:
    """A party that a notice added is there from the day of the notice on, and not on the day before."""
    plain = rows(run(*ADDED)[1])
    assert plain
    code, out, err = run(*ADDED, "--as-of", "2024-12-04")
    assert (code, rows(out)) == (0, [])
    assert "Clocks: as of 2024-12-04 in the world." in err
    assert "began only after 2024-12-04" in err
    assert rows(run(*ADDED, "--as-of", "2024-12-05")[1]) == plain


def test_nothing_is_known_before_it_was_said(run: Run) -> None:
    """By a day before its edition was published the list is not known, and the answer says so."""
    code, out, err = run(*ADDED, "--known-by", "2024-12-31")
    assert (code, rows(out)) == (0, [])
    assert "were said only after 2024-12-31" in err
    assert "not as they were published by then" in err


def test_a_library_question_and_a_query_see_the_same_claims(run: Run, tmp_path: Path) -> None:
    """Under a policy of one's own, what does not count is no claim of the graph any more, and has no edge."""
    file = tmp_path / "mine.toml"
    file.write_text("credibility = 1")
    under = ["--policy", str(file)]
    counts = [rows(run("query", "-e", COUNT, "--format", "csv", *more)[1]) for more in ([], under)]
    every, fewer = (int(each[0][0]) for each in counts)
    assert 0 < fewer < every
    edge = "SELECT DISTINCT ?s ?o { ?s kg:name ?o }"
    said = "SELECT DISTINCT ?s ?o { ?c rdf:subject ?s ; rdf:predicate kg:name ; rdf:object ?o ; kg:statedIn ?x }"
    found = [sorted(rows(run("query", "-e", each, "--format", "csv", *under)[1])) for each in (edge, said)]
    assert found[0] == found[1]
    assert "Policy: mine." in run("query", "-e", COUNT, *under)[1]
    assert "Policy: mine." in run("query", "-e", "ASK { ?s ?p ?o }", *under)[1]


def test_show_and_why_take_them(run: Run) -> None:
    """An entity and an edge are shown as of a day, with the notes on it."""
    name = "aurora-lithography-co-ltd"
    assert "\nListings\n" in run("show", name)[1]
    code, out, _ = run("show", name, "--as-of", "1990-01-01")
    assert code == 0
    assert "\nListings\n" not in out
    assert "Clocks: as of 1990-01-01 in the world." in out
    assert run("why", name, "listedOn", "us-entity-list")[0] == 0
    code, out, _ = run("why", name, "listedOn", "us-entity-list", "--as-of", "2026-01-01")
    assert code == 0
    assert "Clocks: as of 2026-01-01" in out
    code, _, err = run("why", name, "listedOn", "us-entity-list", "--as-of", "2019-01-01")
    assert code == 1
    assert "Clocks: as of 2019-01-01 in the world." in err
    assert "Clocks" in run("show", name, "--as-of", "1990-01-01", "--format", "json")[2]


@pytest.mark.parametrize("verb", [ADDED, ["query", "-e", COUNT], ["show", "us-bis"], ["why", "a", "b", "c"]])
@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--as-of", "yesterday", "--as-of: 'yesterday' is not a day written as YYYY-MM-DD"),
        ("--known-by", "2024-02-30", "--known-by: '2024-02-30' is not a day"),
        ("--policy", "officially", "There is no policy 'officially'"),
        ("--policy", "no-such.toml", "no-such.toml: the policy is not understood: it cannot be read"),
    ],
)
def test_what_is_none_is_misuse(run: Run, verb: list[str], option: str, value: str, sentence: str) -> None:
    """A day or a policy that is none gives one sentence and exit code 2, whichever command it was given to."""
    code, out, err = run(*verb, option, value)
    assert (code, out) == (2, "")
    assert err.startswith(f"kg: {sentence}")
    assert len(err.splitlines()) == 1


def test_a_policy_that_names_a_stranger_leaves_no_store(run: Run, tmp_path: Path) -> None:
    """A slip in the name of a source is misuse, each time it is asked."""
    file = tmp_path / "mine.toml"
    file.write_text('sources = ["source:us/nobody"]')
    for _ in range(2):
        code, _, err = run("query", "-e", COUNT, "--policy", str(file))
        assert code == 2
        assert "The policy names the source <" in err or "The policy names the source source:us/nobody" in err


def test_the_store_of_a_policy_is_never_the_plain_one(run: Run, small: Path) -> None:
    """Policies have stores of their own, a few of which are kept, and the plain one stays what it is."""
    plain = len(store.open_store(small))
    for year in range(2010, 2026):
        run(*ADDED, "--as-of", f"{year}-01-01")
    assert len(store.open_store(small)) == plain
    stores = {each.name for each in (paths.cache() / "stores").iterdir() if each.is_dir()}
    narrowed = {each.name for each in (paths.cache() / "policies").iterdir() if each.is_dir()}
    assert not stores & narrowed
    assert len(stores) == 1


def test_a_damaged_store_of_a_policy_is_said(run: Run) -> None:
    """What was damaged is named, with what to do."""
    run(*ADDED, "--as-of", "2009-09-09")
    for each in (paths.cache() / "policies").glob("*/selection.json"):
        each.write_text("{")
    code, _, err = run(*ADDED, "--as-of", "2009-09-09")
    assert code == 1
    assert "is damaged: remove that folder and ask again" in err
    shutil.rmtree(paths.cache() / "policies")


def test_each_command_gets_its_own_options() -> None:
    """The options are made anew for each command."""
    one, other = options.options(), options.options()
    assert [each.name for each in one] == ["endpoint", "as_of", "known_by", "policy"]
    assert not set(map(id, one)) & set(map(id, other))
