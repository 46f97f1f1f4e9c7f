"""The tokens of Turtle: how a file is cut into them, and how literals are written and read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
    },
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<comment>\#[^\r\n]*)
    |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<string>\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
        |"(?!"")(?:[^"\\\r\n]|\\.)*"|'(?!'')(?:[^'\\\r\n]|\\.)*')
    |(?P<language>@(?!prefix\b|base\b)[A-Za-z]+(?:-[A-Za-z0-9]+)*)|(?P<directive>@prefix\b|PREFIX\b(?!:))
    |(?P<blank>_:[^\s;,.\[\]()]+)
    |(?P<name>(?:[^\W\d_][\w.\-]*)?:(?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.))?)
    |(?P<number>[+\-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+\-]?[0-9]+)?)
    |(?P<word>[A-Za-z]+)|(?P<mark>\^\^|[;,.\[\]()])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\[tbnrf\"'\\]")
_UNESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
BARE = {
    terms.XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    terms.XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    terms.XSD + "double": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    terms.XSD + "boolean": re.compile(r"true|false"),
}


def scan(document: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, text and line of each token, without white space.

    What is no token comes as the kind ``unknown``; the last is an empty token, again and again.
    """
    at, line = 0, 1
    while at < len(document):
        match = _TOKEN.match(document, at)
        if match is None:
            yield "unknown", document[at], line
            return
        kind, token, at = str(match.lastgroup), match.group(), match.end()
        if kind != "space":
            yield kind, token, line
        line += token.count("\n")
    while True:
        yield "", "", line


def text(value: str, language: str = "") -> str:
    r"""Return a string literal, escaped and in NFC, with its language tag if there is one.

    >>> text('He said "no"', "en")
    '"He said \\"no\\""@en'
    """
    escaped = terms.nfc(value).translate(_ESCAPES)
    escaped = _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04X}", escaped)
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def unescaped(value: str) -> str:
    """Return a string or IRI of Turtle without its escapes."""
    return _ESCAPE.sub(_character, value) if "\\" in value else value


def _character(match: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    code = match.group()[2:]
    return chr(int(code, 16)) if code else _UNESCAPES[match.group()[1]]
