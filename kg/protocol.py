"""The results of a SPARQL endpoint: SPARQL 1.1 Query Results JSON, read to the last key.

What stores write in ways of their own is given as the engine here gives it: truths in words, language tags in small
letters.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kg.errors import RemoteTrouble
from kg.tables import LANG_STRING, STRING, Blank, Iri, Literal, Rows
from kg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.tables import Term

_NOT_IN_IRI = re.compile(r"[<>\"{}|^`\\\x00-\x20]|[\ud800-\udfff]")
_BOOLEAN = XSD + "boolean"
_TRUTHS = {"1": "true", "0": "false"}
_VIRTUOSO = "__ASK_RETVAL"
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def read(text: str, star: Sequence[str], form: str, place: str) -> Rows | bool:
    """Return the rows, or yes or no, that a text holds; ``star`` is the order of columns for ``SELECT *``.

    :raises RemoteTrouble: when the text is not what a query of this form is answered with.
    """
    try:
        data = json.loads(text)
        return _truth(data) if form == "ASK" else _rows(data, star)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RemoteTrouble(f"{place} answers with what are no whole SPARQL results in JSON: ask again") from None


def _truth(data: dict[str, Any]) -> bool:
    """Return yes or no; Virtuoso says yes as a row, and no as none, of a column of its own."""
    if data["head"].get("vars") == [_VIRTUOSO]:
        return any(int(row[_VIRTUOSO]["value"]) for row in data["results"]["bindings"])
    if not isinstance(data["boolean"], bool):
        raise TypeError
    return data["boolean"]


def _rows(data: dict[str, Any], star: Sequence[str]) -> Rows:
    """Return the rows, each as long as there are columns."""
    if not data["results"]["bindings"] and "vars" not in data["head"]:
        return Rows(tuple(star), [])  # Comunica names no columns where it found nothing
    names = data["head"]["vars"]
    if not all(isinstance(each, str) for each in names):
        raise TypeError
    columns = tuple(sorted(names, key=lambda name: star.index(name) if name in star else len(star)))
    rows = [tuple(_term(row.get(name)) for name in columns) for row in data["results"]["bindings"]]
    return Rows(columns, rows)


def _term(cell: dict[str, str] | None) -> Term | None:
    """Return a cell as a term."""
    if cell is None:
        return None
    kind, text = cell["type"], cell["value"]
    text.encode("utf-8")
    if kind == "uri":
        return _iri(text)
    if kind == "bnode":
        return Blank(_iri(text))
    if kind not in {"literal", "typed-literal"}:
        raise ValueError
    language = cell.get("xml:lang", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise ValueError
    if language:
        return Literal(text, LANG_STRING, language.lower())
    datatype = _iri(cell.get("datatype", STRING))
    return Literal(_TRUTHS.get(text, text) if datatype == _BOOLEAN else text, datatype)


def _iri(text: str) -> Iri:
    """Return an IRI that cannot end early where it is written."""
    if not text or _NOT_IN_IRI.search(text):
        raise ValueError
    return Iri(text)
