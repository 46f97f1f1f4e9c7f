"""Policies by name, or from a file of one's own, and the days of the two clocks that narrow them.

>>> load("official-only", "2024-12-05").as_of
datetime.date(2024, 12, 5)
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import claims, terms
from kg.errors import BadParameter, Misuse, WrongFile

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHIPPED = Path(__file__).with_name("policies.toml")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CHOICES = {"statuses": claims.STATUSES, "modalities": claims.MODALITIES}
_NAMED = {
    "sources": "sources",
    "without_sources": "without",
    "publishers": "publishers",
    "without_publishers": "without_publishers",
    "speakers": "speakers",
    "without_speakers": "without_speakers",
}
_GRADES = range(1, 7)
KEYS = ("sentence", *_CHOICES, "reliability", "credibility", *_NAMED, "as_of", "known_by")


class UnknownPolicy(Misuse):
    """There is no policy of that name."""


def names() -> dict[str, str]:
    """Return the policies that come with kg, each with the sentence that says what it leaves out."""
    return {name: str(data["sentence"]) for name, data in _table(_SHIPPED).items()}


def load(
    name_or_path: str | Path | None = None, as_of: dt.date | str | None = None, known_by: dt.date | str | None = None
) -> claims.Policy:
    """Return a policy: one that comes with kg, or that of a TOML file, or without either the graph as it is.

    :param name_or_path: a name, or the path of a file that ends in ``.toml``.
    :param as_of: the day on which claims must hold; it goes before that of the file.
    :param known_by: the day by which claims must have been said; it goes before that of the file.
    :raises UnknownPolicy: when there is none of that name.
    :raises WrongFile: when the file is not understood to the last key.
    :raises BadParameter: when a day is none.
    """
    found = claims.DEFAULT if name_or_path is None else _named(str(name_or_path))
    return replace(
        found,
        as_of=found.as_of if as_of is None else day(as_of, "--as-of"),
        known_by=found.known_by if known_by is None else day(known_by, "--known-by"),
    )


def day(value: dt.date | str, what: str) -> dt.date:
    """Return the day that a text means.

    :raises BadParameter: when it is none.
    """
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    try:
        found = dt.date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None:
        raise BadParameter(f"{what}: {value!r} is not a day written as YYYY-MM-DD, such as 2024-12-05")
    return found


def _named(name: str) -> claims.Policy:
    """Return the policy of a name or a file."""
    shipped = _table(_SHIPPED)
    if name in shipped:
        return _policy(shipped[name], name)
    if not name.endswith(".toml"):
        raise UnknownPolicy(f"There is no policy {name!r}: {_offer(name, list(shipped))}")
    try:
        return _policy(_table(Path(name)), Path(name).stem)
    except Misuse as error:
        raise WrongFile(f"{name}: the policy is not understood: {error}") from None


def _offer(name: str, known: list[str]) -> str:
    """Return what can be said instead of a name that is not known."""
    import difflib  # noqa: PLC0415 - an answer that is ready needs none of it

    near = difflib.get_close_matches(name, known, 3, 0.6)
    wanted = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)},"
    return f"{wanted} {'Or' if near else 'or'} name a file that ends in .toml"


def _table(path: Path) -> dict[str, Any]:
    """Return what a TOML file says."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise WrongFile(f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise WrongFile("it is not a text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise WrongFile(f"it is not TOML: {error}") from None


def _policy(data: Mapping[str, Any], name: str) -> claims.Policy:
    """Return the policy that a table of TOML describes; one that somebody names leaves out what does not count."""
    if unknown := sorted(data.keys() - set(KEYS)):
        raise WrongFile(f"the key '{unknown[0]}' is unknown: the keys are {', '.join(KEYS)}")
    given: dict[str, Any] = {
        **{key: _chosen(data, key, choices) for key, choices in _CHOICES.items() if key in data},
        **{own: _iris(data, key) for key, own in _NAMED.items() if key in data},
        **{key: _day(data, key) for key in ("as_of", "known_by") if key in data},
    }
    if "reliability" in data:
        given["reliability"] = _one(data, "reliability", claims.RELIABILITIES)
    if "credibility" in data:
        given["credibility"] = _one(data, "credibility", _GRADES)
    return claims.Policy(**given, strict=True, name=name, sentence=_sentence(data))


def _sentence(data: Mapping[str, Any]) -> str:
    """Return what a policy says of itself, on one line."""
    value = data.get("sentence", "")
    if not isinstance(value, str):
        raise WrongFile("'sentence' is not a text")
    return " ".join(value.split())


def _texts(data: Mapping[str, Any], key: str) -> list[str]:
    """Return the texts of a key."""
    value = data[key]
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise WrongFile(f"'{key}' is not a list of texts")
    return value


def _chosen(data: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> frozenset[str]:
    """Return texts, each of which must be one of some choices."""
    found = _texts(data, key)
    if strange := sorted(set(found) - set(choices)):
        raise WrongFile(f"'{strange[0]}' is none of the {key}: they are {', '.join(choices)}")
    return frozenset(found)


def _iris(data: Mapping[str, Any], key: str) -> frozenset[str]:
    """Return the IRIs that texts are, or stand for as CURIEs."""
    return frozenset(terms.expand(each) if "://" not in each else each for each in _texts(data, key))


def _one(data: Mapping[str, Any], key: str, choices: tuple[str, ...] | range) -> str | int:
    """Return a value that must be one of some choices."""
    value = data[key]
    if type(value) not in {str, int} or value not in choices:
        raise WrongFile(f"'{key}' is one of {', '.join(map(str, choices))}, and not {value!r}")
    return value  # type: ignore[no-any-return]  # one of the choices, as was just seen


def _day(data: Mapping[str, Any], key: str) -> dt.date:
    """Return the day of a key, which TOML writes without quotes."""
    value = data[key]
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date | str):
        raise WrongFile(f"'{key}' is not a day written as YYYY-MM-DD")
    return day(value, f"'{key}'")
