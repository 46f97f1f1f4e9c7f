"""Questions as data: SPARQL files whose front matter says what they ask, what they take and what they answer.

A question is a file ``queries/<topic>/<slug>.rq``. The lines at its head that begin with ``#+`` are YAML; the rest is a
query that runs as it stands on any SPARQL page. Each parameter is a block ``VALUES ?name { … }`` on a line of its own,
which holds its default, or its example where it is required, or ``UNDEF`` where it is optional. Lines from
``# with ?name`` to ``# end`` matter only when an optional parameter is given.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import front, paths, terms
from kg.errors import BadParameter, KgError, UnknownQuestion, WrongFile
from kg.parameters import KINDS, Parameter
from kg.tables import STRING, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from kg.tables import Term

RESERVED = frozenset(
    {"as_of", "evidence", "format", "help", "known_by", "limit", "output", "policy", "root", "sources", "timeout"}
)
"""Names that every question keeps for the same thing, so that no parameter may bear them."""

_KEYS = {"question", "description", "tags", "parameters", "columns", "rests_on", "lacks"}
_NEEDED = {"question", "description", "tags", "columns", "lacks"}
_PARAMETER_KEYS = {"type", "meaning", "required", "default", "example", "choices", "minimum", "maximum", "class", "as"}
_VALUES = re.compile(r"^[ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{[ \t]*(.*?)[ \t]*\}[ \t]*$", re.MULTILINE)
_ONLY_WITH = re.compile(r"^[ \t]*# with \?(\w+)\n(.*?)^[ \t]*# end\n", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@dataclass(frozen=True)
class Question:
    """A question of the library.

    :param name: topic and slug, such as ``entity-list/who-was-added``.
    :param sentence: the question in words.
    :param columns: the columns of the answer and what each means.
    :param rests_on: the class of claims that the answer rests on, or nothing when it is all of them.
    :param lacks: what the answer cannot tell, since the graph does not hold it.
    :param text: the query, without the front matter.
    """

    name: str
    path: Path
    sentence: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    rests_on: str | None
    lacks: str
    text: str

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of that name.

        :raises BadParameter: when the question takes none of that name.
        """
        for each in self.parameters:
            if each.name == name:
                return each
        taken = ", ".join(each.option for each in self.parameters) or "no parameters"
        raise BadParameter(f"{self.name} has no parameter --{name.replace('_', '-')}: it takes {taken}")

    def open(self, bound: Collection[str]) -> str:
        """Return the query without what says nothing while a parameter is unbound, but costs time.

        That is its block ``UNDEF``, and what stands between ``# with ?name`` and ``# end``. The answer is the same.
        """
        text = _ONLY_WITH.sub(lambda match: match[0] if match[1] in bound else "", self.text)
        return _VALUES.sub(lambda match: match[0] if match[1] in bound or match[2] != "UNDEF" else "", text)


def names(root: Path | None = None) -> list[str]:
    """Return the names of all questions, in order. Rules are no questions: they are asked by ``kg check``."""
    return sorted(f"{path.parent.name}/{path.stem}" for path in paths.question_files(paths.home(root)))


def questions(root: Path | None = None) -> list[Question]:
    """Return all questions, in the order of their names."""
    return [question(name, root) for name in names(root)]


def question(name: str, root: Path | None = None) -> Question:
    """Return the question of that name.

    :raises UnknownQuestion: when there is none; the message offers the nearest names.
    """
    known = names(root)
    if name not in known:
        raise UnknownQuestion(_unknown(name, known))
    return load(paths.home(root) / "queries" / f"{name}.rq")


def _unknown(name: str, known: list[str]) -> str:
    """Return the sentence about a question that is not there."""
    import difflib  # noqa: PLC0415 - an answer that is ready needs none of it

    slugs = {each.rpartition("/")[2]: each for each in known}
    near = difflib.get_close_matches(name, known, 3, 0.6)
    near += [slugs[each] for each in difflib.get_close_matches(name.rpartition("/")[2], list(slugs), 3, 0.6)]
    offer = " or ".join(dict.fromkeys(near))
    return f"There is no question '{name}'. " + (f"Did you mean {offer}?" if offer else "'kg ask' lists them all.")


def load(path: Path) -> Question:
    """Read one question from its file.

    :raises WrongFile: when its front matter is not understood to the last key.
    """
    lines = path.read_text("utf-8").splitlines()
    size = next((at for at, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    text = "\n".join(lines[size:]).strip() + "\n"
    head = "\n".join(line[3:] for line in lines[:size])
    try:
        found = _question(path, front.read(f"{path.parent.name}/{path.stem}", head), text)
        _check_blocks(found)
    except KgError as error:
        sentence = " ".join(str(error).split())
        raise WrongFile(f"{path.parent.name}/{path.name}: the front matter is not understood: {sentence}") from error
    return found


def _checked(data: dict[str, Any], known: set[str], needed: set[str], what: str) -> dict[str, Any]:
    """Return a mapping that has all the keys it needs and none that is not known."""
    if unknown := sorted(data.keys() - known):
        raise WrongFile(f"{what} has an unknown key '{unknown[0]}': the keys are {', '.join(sorted(known))}")
    if missing := sorted(needed - data.keys()):
        raise WrongFile(f"{what} lacks the key '{missing[0]}'")
    return data


def _sentence(data: dict[str, Any], key: str) -> str:
    """Return the text of a key, on one line."""
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise WrongFile(f"'{key}' is not a text")
    return " ".join(value.split())


def _question(path: Path, raw: dict[str, Any], text: str) -> Question:
    """Return the question that a front matter describes."""
    data = _checked(raw, _KEYS, _NEEDED, "the front matter")
    parameters = front.mapping(data.get("parameters", {}), "'parameters'")
    columns = front.mapping(data["columns"], "'columns'")
    rests_on = data.get("rests_on")
    return Question(
        name=f"{path.parent.name}/{path.stem}",
        path=path,
        sentence=_sentence(data, "question"),
        description=_sentence(data, "description"),
        tags=tuple(str(tag) for tag in data["tags"]),
        parameters=tuple(_parameter(name, front.mapping(value, f"'{name}'")) for name, value in parameters.items()),
        columns={name: _sentence(columns, name) for name in columns},
        rests_on=terms.expand(str(rests_on)) if rests_on else None,
        lacks=_sentence(data, "lacks"),
        text=text,
    )


def _parameter(name: str, raw: dict[str, Any]) -> Parameter:
    """Return one parameter, its preset checked against its type."""
    data = _checked(raw, _PARAMETER_KEYS, {"type", "meaning"}, f"the parameter '{name}'")
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise WrongFile(f"'{name}' cannot be the name of a parameter")
    if data["type"] not in KINDS:
        raise WrongFile(f"the parameter '{name}' is not of one of the types {', '.join(KINDS)}")
    if data.get("as", "string") != "string" or ("as" in data and data["type"] != "integer"):
        raise WrongFile(f"the parameter '{name}' cannot be kept as {data['as']}: an integer can be kept as a string")
    required = data.get("required", False)
    if required is not ("example" in data) or (required and "default" in data):
        raise WrongFile(
            f"the parameter '{name}' has an example where it is required, and a default or nothing where it is not"
        )
    preset = data.get("example", data.get("default"))
    parameter = Parameter(
        name=name,
        kind=data["type"],
        meaning=_sentence(data, "meaning"),
        required=required,
        preset=None if preset is None else str(preset),
        choices=_choices(data.get("choices", [])),
        minimum=_bound(data, "minimum"),
        maximum=_bound(data, "maximum"),
        of=terms.expand(data["class"]) if "class" in data else None,
        as_text="as" in data,
    )
    if parameter.preset is not None:
        parameter.term(parameter.preset)
    return parameter


def _bound(data: dict[str, Any], key: str) -> int | dt.date | None:
    """Return a bound: a day for a date, a whole number for an integer and for the length of a string."""
    value = data.get(key)
    if value is None:
        return None
    wanted = dt.date if data["type"] == "date" else int
    if data["type"] not in {"date", "integer", "string"} or type(value) is not wanted:
        raise WrongFile(f"'{key}' is a day for a date, a whole number for an integer and for the length of a string")
    assert isinstance(value, int | dt.date)  # noqa: S101 - as was just found
    return value


def _choices(raw: object) -> dict[str, Term]:
    """Return what can be chosen: texts that stand for themselves, or for a term of the graph."""
    if isinstance(raw, dict):
        return {str(key): Iri(terms.expand(str(value))) for key, value in raw.items()}
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        raise WrongFile("'choices' is neither a list of texts nor a list of keys and values")
    return {each: Literal(each) for each in raw}


def _check_blocks(found: Question) -> None:
    """Refuse a query whose ``VALUES`` blocks do not say what its front matter says."""
    blocks = {(match[1], match[2]) for match in _VALUES.finditer(found.text)}
    optional = {each.name for each in found.parameters if each.preset is None}
    if strange := [match[1] for match in _ONLY_WITH.finditer(found.text) if match[1] not in optional]:
        raise WrongFile(f"'# with ?{strange[0]}' is about no optional parameter")
    for each in found.parameters:
        wanted = "UNDEF" if each.preset is None else _shown(each.term(each.preset))
        if {value for name, value in blocks if name == each.name} != {wanted}:
            raise WrongFile(f"the query has no line 'VALUES ?{each.name} {{ {wanted} }}'")


def _shown(term: Term) -> str:
    """Return a term as people write it in a query."""
    if isinstance(term, Iri):
        return terms.shorten(term)
    value, datatype, _ = Literal(*term)
    if datatype == terms.XSD + "integer":
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if datatype == STRING else f'"{escaped}"^^{terms.shorten(datatype)}'
