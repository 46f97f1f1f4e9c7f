"""Columns of values as data frames: the door to pandas, Arrow and polars, which need not be installed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import MissingLibrary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from kg.values import Value

    Columns = Sequence[Sequence[Value]]


def to_pandas(meanings: Mapping[str, str], columns: Columns, notes: Sequence[str]) -> pd.DataFrame:
    """Return columns as a pandas data frame, each of the narrowest type that holds it, with gaps as gaps."""
    pandas = _library("pandas", "pandas")
    frame = pandas.DataFrame(
        {name: pandas.Series(_plain(column), dtype=object) for name, column in zip(meanings, columns, strict=True)},
        columns=list(meanings),
    ).convert_dtypes()
    frame.attrs.update(columns=dict(meanings), notes=list(notes))
    return frame


def to_arrow(meanings: Mapping[str, str], columns: Columns, notes: Sequence[str]) -> pa.Table:
    """Return columns as an Arrow table; what is of several types becomes text."""
    arrow = _library("pyarrow", "arrow")
    arrays = [_arrow(arrow, _plain(column)) for column in columns]
    fields = [
        arrow.field(name, array.type, metadata={"meaning": meaning})
        for (name, meaning), array in zip(meanings.items(), arrays, strict=True)
    ]
    return arrow.table(arrays, schema=arrow.schema(fields, metadata={"notes": "\n".join(notes)}))


def to_polars(meanings: Mapping[str, str], columns: Columns) -> pl.DataFrame:
    """Return columns as a polars data frame; what is of several types becomes text."""
    polars = _library("polars", "polars")
    every = zip(meanings, map(_plain, columns), strict=True)
    frame: pl.DataFrame = polars.DataFrame([_polars(polars, name, column) for name, column in every])
    return frame


def _library(name: str, extra: str) -> Any:  # noqa: ANN401 - a module that may not be there has no type
    """Return a library that does not come with kg.

    :raises MissingLibrary: when it is not installed; the message says how to get it.
    """
    try:
        return import_module(name)
    except ImportError:
        raise MissingLibrary(f"{name} is not installed: pip install 'chip-controls-kg[{extra}]'") from None


def _plain(column: Sequence[Value]) -> list[Any]:
    """Return values without our own kinds of text, which other libraries do not know."""
    return [str(each) if isinstance(each, str) else each for each in column]


def _arrow(arrow: Any, column: list[Any]) -> Any:  # noqa: ANN401 - a module that may not be there has no type
    """Return a column for Arrow."""
    if not any(each is not None for each in column):
        return arrow.array(column, arrow.string())
    try:
        return arrow.array(column)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError):
        return arrow.array(_texts(column))


def _polars(polars: Any, name: str, column: list[Any]) -> Any:  # noqa: ANN401 - a module that may not be there has no type
    """Return a column for polars."""
    if not any(each is not None for each in column):
        return polars.Series(name, column, dtype=polars.String)
    kinds = {type(each) for each in column if each is not None}
    return polars.Series(name, column if len(kinds) == 1 else _texts(column))


def _texts(column: list[Any]) -> list[str | None]:
    """Return every value as its text."""
    return [None if each is None else str(each) for each in column]
