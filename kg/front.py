"""The front matter of a question: YAML, and the door to its reader.

The reader takes longer to import than a question takes to answer, so what a front matter says is remembered under the
name of the question, together with the digest of the text that says it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

from kg import cache, paths
from kg.errors import WrongFile

if TYPE_CHECKING:
    from pathlib import Path

    import yaml


def read(name: str, text: str) -> dict[str, Any]:
    """Return the mapping that a front matter is.

    :param name: topic and slug of the question.
    :param text: the YAML.
    :raises WrongFile: when it is no YAML, no mapping with texts as keys, or a key stands twice.
    """
    memory = paths.cache() / "front-matter" / f"{name}.json"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return _recalled(memory, digest) or _remembered(memory, digest, _parsed(text))


def mapping(value: object, what: str) -> dict[str, Any]:
    """Return a value that has to be a mapping with texts as keys.

    :raises WrongFile: when it is none; ``what`` names it.
    """
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise WrongFile(f"{what} is not a list of keys and values")
    return value


def _parsed(text: str) -> dict[str, Any]:
    """Return a YAML mapping in which no key stands twice."""
    import yaml  # noqa: PLC0415 - what is remembered needs none of it

    loader = (yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        _refuse_doubles(node)
        return mapping(loader.construct_document(node) if node else None, "the front matter")
    except yaml.YAMLError as error:
        raise WrongFile(" ".join(str(error).split())) from error
    finally:
        loader.dispose()


def _refuse_doubles(node: yaml.Node | None) -> None:
    """Refuse a mapping with a key that stands twice: YAML would drop the first in silence."""
    import yaml  # noqa: PLC0415 - imported already

    if not isinstance(node, yaml.MappingNode):
        return
    keys = [key.value for key, _ in node.value]
    for key, value in node.value:
        if keys.count(key.value) > 1:
            raise WrongFile(f"the key '{key.value}' stands twice")
        _refuse_doubles(value)


def _recalled(memory: Path, digest: str) -> dict[str, Any] | None:
    """Return what is remembered of a text with this digest, if anything."""
    try:
        seen, data = json.loads(memory.read_bytes(), object_hook=_day)
    except (OSError, ValueError, TypeError):
        return None
    return data if seen == digest and isinstance(data, dict) else None


def _remembered(memory: Path, digest: str, data: dict[str, Any]) -> dict[str, Any]:
    """Remember what a text says, if JSON can say it; return it."""
    text = json.dumps([digest, data], default=lambda day: {"day": str(day)})
    with contextlib.suppress(ValueError):
        if json.loads(text, object_hook=_day) == [digest, data]:
            cache.keep(memory, text)
    return data


def _day(found: dict[str, Any]) -> object:
    """Return a day where JSON has a mapping for it."""
    return dt.date.fromisoformat(found["day"]) if found.keys() == {"day"} else found
