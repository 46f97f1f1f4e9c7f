"""The rows of an answer in Python."""

import datetime as dt
import json
import sys
from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa
import pytest

from kg import terms
from kg.errors import MissingLibrary, Misuse
from kg.evidence import Evidence
from kg.results import Results
from kg.tables import Blank, Iri, Literal, Rows, Term

X = terms.XSD
HOSTILE = '<script>alert("x")</script>'
TABLE = Rows(
    ("it", "count", "share", "day", "mixed", "empty"),
    [
        (
            Iri("https://w3id.org/chip-controls/id/us-bis"),
            Literal("3", X + "integer"),
            Literal("0.5", X + "decimal"),
            Literal("2024-12-02", X + "date"),
            Literal("7", X + "integer"),
            None,
        ),
        (Iri(f"https://example.org/?{HOSTILE}"), None, None, None, Literal(HOSTILE), None),
    ],
)
FOUND = Results(TABLE, ["2 rows.", f"As of {HOSTILE}."], total=5)


def test_a_row_is_read_by_place_and_by_name() -> None:
    """A row gives its values by place, by slice and by column, and its terms as they are."""
    row = FOUND[0]
    assert (row[1], row["count"], row[-1], row[1:3]) == (3, 3, None, (3, Decimal("0.5")))
    assert row.as_dict()["day"] == dt.date(2024, 12, 2)
    assert row.terms == TABLE.rows[0]
    assert row == tuple(row)
    assert hash(row) == hash(FOUND.rows[0])
    assert "count=3" in repr(row)
    with pytest.raises(KeyError, match="the columns are it, count"):
        row["colour"]


def test_an_answer_says_what_it_left_out() -> None:
    """The number of rows in all and the notes are part of an answer."""
    assert (len(FOUND), FOUND.total, FOUND.truncated) == (2, 5, True)
    assert not Results(TABLE).truncated
    assert "2 of 5 rows" in repr(FOUND)
    assert str(FOUND).endswith(FOUND.notes[-1])


def test_evidence_is_found_by_what_was_handed_in() -> None:
    """A row knows how to find its evidence, or says that it was asked without."""
    asked: list[Sequence[Term | None]] = []

    def prove(row: Sequence[Term | None]) -> list[Evidence]:
        asked.append(row)
        return []

    assert Results(TABLE, prove=prove)[1].evidence() == []
    assert asked == [TABLE.rows[1]]
    with pytest.raises(Misuse, match="without their evidence"):
        FOUND[0].evidence()


def test_rows_are_written_in_the_formats_of_sparql() -> None:
    """CSV, TSV, JSON and Markdown hold the rows."""
    assert FOUND.to_csv().startswith("it,count,share,day,mixed,empty\r\n")
    assert FOUND.to_tsv().startswith("?it\t?count")
    assert len(json.loads(FOUND.to_json())["results"]["bindings"]) == 2
    assert FOUND.to_markdown().startswith("| it | count |")


def test_a_notebook_shows_text_and_runs_none() -> None:
    """Names, links, notes and meanings are escaped; only an address of the web is a link."""
    page = FOUND._repr_html_()
    assert "<script>" not in page
    assert page.count("<a href=") == 2
    assert 'href="https://w3id.org/chip-controls/id/us-bis">id:us-bis</a>' in page
    odd = Results(Rows(("it",), [(Iri("javascript:alert(1)"),), (Blank("b"),)]))
    assert "<a " not in odd._repr_html_()


def test_a_notebook_shows_the_first_hundred() -> None:
    """A long answer does not drown the page, and says so."""
    page = Results(Rows(("n",), [(Literal(str(n)),) for n in range(150)]))._repr_html_()
    assert page.count("<tr>") == 101
    assert "Shown here: 100 rows, and 50 more are held." in page


def test_pandas_has_the_types() -> None:
    """Numbers are numbers, gaps are gaps, and the meanings and notes travel along."""
    frame = FOUND.to_pandas()
    assert list(frame.columns) == list(TABLE.columns)
    assert str(frame["count"].dtype) == "Int64"
    assert frame["count"].sum() == 3
    assert frame["empty"].isna().all()
    assert frame.attrs["notes"] == list(FOUND.notes)
    assert list(Results(Rows(("a",), [])).to_pandas().columns) == ["a"]


def test_arrow_has_the_types() -> None:
    """Each column has one type; what is mixed is text."""
    table = FOUND.to_arrow()
    kinds = [pa.string(), pa.int64(), pa.decimal128(1, 1), pa.date32(), pa.string(), pa.string()]
    assert [field.type for field in table.schema] == kinds
    assert table.column("mixed").to_pylist() == ["7", HOSTILE]
    assert Results(Rows(("a",), [])).to_arrow().num_rows == 0


def test_polars_has_the_types() -> None:
    """Each column has one type; what is mixed is text."""
    frame = FOUND.to_polars()
    assert [str(kind) for kind in frame.dtypes][1:4] == ["Int64", "Decimal(precision=38, scale=1)", "Date"]
    assert frame["mixed"].to_list() == ["7", HOSTILE]
    assert frame["empty"].to_list() == [None, None]
    assert Results(Rows(("a",), [])).to_polars().height == 0


@pytest.mark.parametrize(("library", "extra"), [("pandas", "pandas"), ("pyarrow", "arrow"), ("polars", "polars")])
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, library: str, extra: str) -> None:
    """Without a library the error says what to install."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingLibrary, match=rf"{library} is not installed: pip install 'chip-controls-kg\[{extra}\]'"):
        getattr(FOUND, f"to_{extra}")()
