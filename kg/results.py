"""The rows of an answer in Python: to go through, to look up, and to hand on to other tools."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from kg import frames, tables
from kg.errors import Misuse
from kg.tables import Iri, Rows, shown
from kg.values import value

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from kg.evidence import Evidence
    from kg.queries import Question
    from kg.tables import Term
    from kg.values import Value

    Prove = Callable[[Sequence[Term | None]], list[Evidence]]
    """What finds the evidence of a row, given its terms."""

_SHOWN = 100
_LINKED = ("http://", "https://")


class Row(Sequence["Value"]):
    """One row: its values by place or by the name of their column.

    :param terms: the RDF terms that the values were read from, with language tags and datatypes.
    """

    __slots__ = ("_columns", "_prove", "terms")

    def __init__(self, columns: tuple[str, ...], terms: tuple[Term | None, ...], prove: Prove | None = None) -> None:
        self.terms = terms
        self._columns = columns
        self._prove = prove

    @overload
    def __getitem__(self, key: int | str) -> Value: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[Value]: ...
    def __getitem__(self, key: int | str | slice) -> Value | Sequence[Value]:
        """Return the value of a column, named or counted."""
        if isinstance(key, slice):
            return tuple(map(value, self.terms[key]))
        if isinstance(key, int):
            return value(self.terms[key])
        if key not in self._columns:
            raise KeyError(f"{key}: the columns are {', '.join(self._columns)}")
        return value(self.terms[self._columns.index(key)])

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.terms)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, Row) else other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={each!r}' for name, each in self.as_dict().items())})"

    def as_dict(self) -> dict[str, Value]:
        """Return the values by column."""
        return dict(zip(self._columns, self, strict=True))

    def evidence(self) -> list[Evidence]:
        """Return the claims that this row rests on.

        :raises Misuse: when the answer was not asked in a way that keeps them.
        """
        if self._prove is None:
            raise Misuse("These rows were asked without their evidence")
        return self._prove(self.terms)


class Results:
    """The rows of an answer, and what an honest answer says beside them.

    :param table: the rows as RDF terms.
    :param notes: how many rows there are, as of when, what was searched, and what is not held.
    :param total: how many rows there are in all; more than are held when there was a limit.
    :param question: the question of the library that was asked, if it was one.
    :param prove: what finds the evidence of a row.
    """

    def __init__(
        self,
        table: Rows,
        notes: Sequence[str] = (),
        total: int | None = None,
        question: Question | None = None,
        prove: Prove | None = None,
    ) -> None:
        self.table = table
        self.notes = tuple(notes)
        self.total = len(table.rows) if total is None else total
        self.question = question
        self._prove = prove

    @property
    def truncated(self) -> bool:
        """Whether rows were left out."""
        return self.total > len(self.table.rows)

    @property
    def columns(self) -> Mapping[str, str]:
        """The names of the columns in their order, and what each means as far as a question says so."""
        meanings = self.question.columns if self.question else {}
        return {name: meanings.get(name, "") for name in self.table.columns}

    @cached_property
    def rows(self) -> list[Row]:
        """The rows."""
        return [Row(self.table.columns, each, self._prove) for each in self.table.rows]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows that are held."""
        return len(self.table.rows)

    def __getitem__(self, at: int) -> Row:
        """Return a row by its place."""
        return self.rows[at]

    def __str__(self) -> str:
        return "\n".join([tables.to_table(self.table), *self.notes])

    def __repr__(self) -> str:
        cut = f" of {self.total}" if self.truncated else ""
        return f"<{len(self)}{cut} rows: {', '.join(self.columns)}>"

    def to_csv(self) -> str:
        """Return the rows as SPARQL 1.1 CSV."""
        return tables.to_csv(self.table)

    def to_tsv(self) -> str:
        """Return the rows as SPARQL 1.1 TSV."""
        return tables.to_tsv(self.table)

    def to_json(self) -> str:
        """Return the rows as SPARQL 1.1 JSON."""
        return tables.to_json(self.table)

    def to_markdown(self) -> str:
        """Return the rows as a Markdown table."""
        return tables.to_markdown(self.table)

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas data frame; ``attrs`` holds the meanings of the columns and the notes."""
        return frames.to_pandas(self.columns, self._values(), self.notes)

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table; the meaning of a column is in the metadata of its field."""
        return frames.to_arrow(self.columns, self._values(), self.notes)

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frames.to_polars(self.columns, self._values())

    def _values(self) -> list[list[Value]]:
        """Return the values of each column."""
        return [[value(row[at]) for row in self.table.rows] for at in range(len(self.table.columns))]

    def _repr_html_(self) -> str:
        """Return the rows as a notebook shows them: at most a hundred, with the notes below."""
        head = "".join(f'<th title="{html.escape(why)}">{html.escape(name)}</th>' for name, why in self.columns.items())
        cells = (map(_cell, row) for row in self.table.rows[:_SHOWN])
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
        more = len(self) - _SHOWN
        said = [*([f"Shown here: {_SHOWN:,} rows, and {more:,} more are held."] if more > 0 else []), *self.notes]
        below = "".join(f"<p>{html.escape(note)}</p>" for note in said)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def _cell(term: Term | None) -> str:
    """Return a cell for a notebook: an IRI of the web as a link, everything else as text."""
    text = html.escape(shown(term))
    if isinstance(term, Iri) and term.startswith(_LINKED):
        return f'<a href="{html.escape(term)}">{text}</a>'
    return text
