"""The rules of ``queries/rules``: each has examples that keep it and examples that break it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import store

ROOT = Path(__file__).resolve().parents[1]
RULES = sorted((ROOT / "queries" / "rules").glob("*.rq"))
EXAMPLES = sorted((ROOT / "tests" / "rules").glob("*/*.ttl"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.parent.name}/{each.stem}")
def test_a_rule_tells_good_from_bad(example: Path) -> None:
    """A rule finds nothing in an example called ok and something in one called bad."""
    rule = ROOT / "queries" / "rules" / f"{example.parent.name}.rq"
    found = store.of_files([example]).select(rule.read_text(encoding="utf-8")).rows
    assert bool(found) == example.stem.startswith("bad-")


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each.stem)
def test_every_rule_has_examples(rule: Path) -> None:
    """Each rule has an example of either kind."""
    kinds = {each.stem.partition("-")[0] for each in EXAMPLES if each.parent.name == rule.stem}
    assert kinds == {"ok", "bad"}
