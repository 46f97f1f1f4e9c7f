"""Coverage: what the graph holds by topic and by source, and what it does not hold."""

import json
from pathlib import Path

import pytest

from kg import cli, coverage, queries, store, terms
from kg.tables import shown

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def found() -> coverage.Coverage:
    """What the graph of the checkout holds."""
    return coverage.coverage(store.open_store(ROOT), ROOT)


def test_every_claim_is_in_one_topic(found: coverage.Coverage) -> None:
    """The claims of the topics add up to the claims of the graph."""
    claims = len(list(store.open_store(ROOT).pairs(terms.KG + "statedIn")))
    assert sum(int(shown(row[1])) for row in found.topics.rows) == claims


def test_every_source_is_there_with_its_days(found: coverage.Coverage) -> None:
    """Each source stands once, with the day of issue and the day on which it was read."""
    sources = {str(source) for source, _ in store.open_store(ROOT).pairs(terms.KG + "reliability")}
    at = {name: number for number, name in enumerate(found.sources.columns)}
    assert {str(row[at["source"]]) for row in found.sources.rows} == sources
    assert all(row[at["issued"]] and row[at["retrieved"]] for row in found.sources.rows)


def test_what_is_not_held_is_what_questions_lack(found: coverage.Coverage) -> None:
    """Each question of the library says what it cannot tell, and each such sentence stands once under its topic."""
    for question in queries.questions(ROOT):
        assert found.lacks[question.name.partition("/")[0]].count(question.lacks) == 1


def test_the_command_says_it_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Text has topics, sources and what is not held; JSON has the same as data."""
    for arguments in (["about"], ["about", "--format", "json"]):
        with pytest.raises(SystemExit) as left:
            cli.main(["--root", str(ROOT), *arguments])
        assert left.value.code == 0
        out = capsys.readouterr().out
        if "json" in arguments:
            data = json.loads(out)
            assert set(data) == {"topics", "sources", "lacks"}
            assert {"topic", "claims", "sources", "earliest", "latest"} == set(data["topics"][0])
        else:
            assert "What the graph does not hold" in out
            assert "Controls" in out
