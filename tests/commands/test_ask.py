"""``kg ask``: questions are listed, explained, asked, and refused when they are asked wrongly."""

import csv
import io
import json
from pathlib import Path

import pytest

from kg import cli
from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]

ADDED = ["ask", "entity-list/who-was-added", "--notice", "2024-28267"]


def test_without_a_question_all_are_listed(run: Run) -> None:
    """Each question stands under its topic with its sentence."""
    code, out, err = run("ask")
    assert (code, err) == (0, "")
    assert "entity-list:\n" in out
    assert "saying/coverage" in out
    assert "What does the graph hold, and as of when?" in out
    assert out.count("?\n") == len(list((ROOT / "queries").glob("*/*.rq"))) - len(
        list((ROOT / "queries/rules").glob("*.rq"))
    )


def test_a_topic_lists_its_questions(run: Run) -> None:
    """A topic alone lists what can be asked about it."""
    code, out, _ = run("ask", "saying")
    assert code == 0
    assert "saying/coverage" in out
    assert "entity-list/" not in out


def test_help_says_what_goes_in_and_what_comes_out(run: Run) -> None:
    """The help of a question names its parameters and its columns."""
    code, out, _ = run("ask", "entity-list/who-was-added", "--help")
    assert code == 0
    assert "--notice NOTICE" in out
    assert "citation: The page of the Federal Register, as the row cites it." in out
    assert "Not held:" in out


def test_a_table_says_how_honest_it_is(run: Run) -> None:
    """Below a table stand the number of rows, the date of the source, what was searched and what is not held."""
    code, out, err = run(*ADDED)
    assert (code, err) == (0, "")
    assert "Aurora Lithography Co., Ltd." in out
    assert "\n2 rows.\nAs of 2025-01-31: The small list, edition of 31 January 2025 (read on 2025-02-01).\n" in out
    assert "Searched: 7 claims of the kind kg:Amending in 1 source.\n" in out
    assert "Not held: " in out
    assert "not legal advice" in out


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_formats_for_tools_hold_nothing_but_rows(run: Run, form: str) -> None:
    """What is said beside an answer goes to standard error where it would be taken for data."""
    code, out, err = run(*ADDED, "--format", form)
    assert code == 0
    assert "As of 2025-01-31" in err
    assert "As of" not in out
    if form == "csv":
        assert [row[0] for row in csv.reader(io.StringIO(out))] == [
            "name",
            "Aurora Lithography Co., Ltd.",
            "Cirrus Trading Pte. Ltd.",
        ]
    if form == "json":
        assert len(json.loads(out)["results"]["bindings"]) == 2


def test_markdown_keeps_what_is_said_below_the_table(run: Run) -> None:
    """In Markdown the notes are a list, and nothing of a name is taken for markup."""
    _, out, err = run("ask", "entity-list/by-destination", "--format", "markdown")
    assert err == ""
    assert out.startswith("| destination | listings | continuing | entities |\n| --- ")
    assert "\n- 3 rows.\n" in out


def test_options_may_stand_before_the_question(run: Run) -> None:
    """The order of options and question does not matter."""
    assert run("ask", "--format", "csv", *ADDED[1:])[1] == run(*ADDED, "--format", "csv")[1]


def test_an_answer_cut_short_says_so(run: Run) -> None:
    """A limit is told, together with how many rows there are."""
    _, out, err = run(*ADDED, "--format", "csv", "--limit", "1")
    assert len(out.splitlines()) == 2
    assert "Truncated: the first 1 of 2 rows." in err


def test_an_empty_answer_clears_nobody(run: Run) -> None:
    """Nothing found is not 'clear': it says what was searched."""
    code, out, _ = run("ask", "entity-list/who-bears-name", "--name", "Bakery")
    assert code == 0
    assert "Nothing was found. That clears nobody" in out
    assert "Searched: 12 claims of the kind kg:Naming in 1 source." in out


def test_a_day_is_read_as_publication_first(run: Run) -> None:
    """A day on which a notice only took effect finds it, and the answer says how the day was read."""
    assert run("ask", "entity-list/who-was-added", "--notice", "2024-12-05", "--format", "csv")[2].startswith("2 rows.")
    _, _, err = run("ask", "entity-list/who-was-added", "--notice", "2024-12-02", "--format", "csv")
    assert err.startswith("No notice was published on 2024-12-02; 89 FR 96830 took effect on that day.\n2 rows.")


def test_a_file_is_written_whole(run: Run, tmp_path: Path) -> None:
    """With -o the rows go to the file, and no piece of it is left beside it."""
    target = tmp_path / "rows.csv"
    code, out, err = run(*ADDED, "--format", "csv", "-o", str(target))
    assert (code, out) == (0, "")
    assert "2 rows." in err
    assert len(target.read_text("utf-8").splitlines()) == 3
    assert list(tmp_path.iterdir()) == [target]


WRONG = {
    "an unknown question": (["entity-list/who-was-adde"], "Did you mean entity-list/who-was-added"),
    "a missing parameter": (["entity-list/who-was-added"], "needs --notice"),
    "an unknown parameter": (["entity-list/notices", "--notice", "x"], "No such option"),
    "a notice that is none": (["entity-list/who-was-added", "--notice", "2024-99999"], "knows no notice '2024-99999'"),
    "a day that is none": (["entity-list/latest-changes", "--since", "2024-02-30"], "'2024-02-30' is not a day"),
    "a day written otherwise": (["entity-list/latest-changes", "--since", "20240230"], "is not a day"),
    "a number that is none": (["entity-list/which-carry-footnote", "--number", "five"], "not a whole number from 1"),
    "a number out of bounds": (["entity-list/which-carry-footnote", "--number", "0"], "not a whole number from 1"),
    "a choice that is none": (
        ["entity-list/under-review-policy", "--outcome", "yes"],
        "is not one of presumption-of-denial",
    ),
    "an empty text": (["entity-list/who-bears-name", "--name", "  "], "--name is empty"),
    "an unknown entity": (["entity-list/aliases-of", "--entity", "Aurora Lito"], "id:aurora-lithography-co-ltd"),
    "an entity of another kind": (
        ["entity-list/latest-changes", "--since", "2024-01-01", "--destination", "id:address-01"],
        "id:address-01 is no kg:Destination",
    ),
    "an unknown format": (["entity-list/notices", "--format", "xml"], "'xml' is not one of"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_question_asked_wrongly_is_refused_in_a_sentence(run: Run, what: str) -> None:
    """Exit code 2, a sentence that says what to write, and no traceback."""
    arguments, sentence = WRONG[what]
    code, out, err = run("ask", *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_question_over_its_time_is_ended(run: Run) -> None:
    """Exit code 1 and a sentence; with time enough the answer is the same."""
    code, out, err = run(*ADDED, "--timeout", "0.000001")
    assert (code, out) == (1, "")
    assert "It took more than 1e-06 seconds and was ended" in err
    assert run(*ADDED, "--timeout", "60")[1] == run(*ADDED)[1]


def test_labels_cannot_steer_the_terminal(run: Run) -> None:
    """An escape sequence in a value given or in a label is shown, not sent."""
    _, out, err = run("ask", "entity-list/aliases-of", "--entity", "Aurora\x1b[2J")
    assert "\x1b" not in out + err


@pytest.mark.parametrize(("question", "rows"), [("who-was-added", 140), ("who-was-amended", 14)])
def test_the_december_rule(capsys: pytest.CaptureFixture[str], question: str, rows: int) -> None:
    """The headline question over the real list: a header and one row for each row of the list."""
    with pytest.raises(SystemExit):
        cli.main(["ask", f"entity-list/{question}", "--notice", "2024-28267", "--format", "csv"])
    assert len(capsys.readouterr().out.splitlines()) == rows + 1
