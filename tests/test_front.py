"""The front matter of questions: read as YAML once, and remembered as it is."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import front
from kg.errors import WrongFile

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates() | st.floats(allow_nan=False)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    return tmp_path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(min_size=1, max_size=5), DATA, min_size=1, max_size=4))
def test_what_is_remembered_is_what_was_read(data: dict[str, object]) -> None:
    """Read a second time, and a third, a front matter says the same as the first, with the same types."""
    text = yaml.safe_dump(data)
    found = [front.read("topic/slug", text) for _ in range(3)]
    assert repr(found[1]) == repr(found[2]) == repr(found[0]) == repr(yaml.safe_load(text))


def test_a_front_matter_that_changed_is_read_anew(own: Path) -> None:
    """What is remembered counts for the text that it was read from, and for no other; a damaged memory is none."""
    assert front.read("topic/slug", "since: 2024-12-05") == {"since": dt.date(2024, 12, 5)}
    assert front.read("topic/slug", "since: 2024-12-06") == {"since": dt.date(2024, 12, 6)}
    assert len([each for each in own.rglob("*") if each.is_file()]) == 1
    (own / "front-matter" / "topic" / "slug.json").write_text('["half')
    assert front.read("topic/slug", "since: 2024-12-06") == {"since": dt.date(2024, 12, 6)}


@pytest.mark.parametrize("text", ["a: 1\na: 2", "b: {a: 1, a: 2}", "- a", "1: a", "", "a: ["])
def test_what_is_no_front_matter_is_refused_each_time(text: str, own: Path) -> None:
    """What is refused is not remembered."""
    for _ in range(2):
        with pytest.raises(WrongFile):
            front.read("topic/slug", text)
    assert not list(own.iterdir())


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept, a question is read each time."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file" / "below"))
    assert front.read("topic/slug", "a: b") == front.read("topic/slug", "a: b") == {"a": "b"}
