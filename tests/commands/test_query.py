"""``kg query``: a query of one's own, in every form of SPARQL, and what is refused."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.server import Handler, reply, serving

ROOT = Path(__file__).resolve().parents[2]

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SELECT = "SELECT ?name WHERE { id:aurora-lithography-co-ltd kg:name ?name } ORDER BY ?name"


def test_rows_come_as_a_table(run: Run) -> None:
    """A SELECT prints a table, and below it how many rows there are and as of when."""
    code, out, _ = run("query", "-e", SELECT)
    assert code == 0
    assert out.startswith("name\n")
    assert "\n3 rows.\nAs of 2025-01-31" in out


def test_rows_come_in_every_format(run: Run) -> None:
    """Formats for tools hold nothing but rows."""
    assert run("query", "-e", SELECT, "--format", "csv")[1].splitlines()[1] == "ALC"
    assert json.loads(run("query", "-e", SELECT, "--format", "json")[1])["head"] == {"vars": ["name"]}


def test_a_limit_is_told(run: Run) -> None:
    """Rows that are left out are counted."""
    _, out, err = run("query", "-e", SELECT, "--format", "csv", "--limit", "2")
    assert len(out.splitlines()) == 3
    assert err.startswith("Truncated: the first 2 of 3 rows.")


def test_a_file_and_standard_input_are_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The query can be in a file, byte order mark or not, or come from a pipe."""
    file = tmp_path / "mine.rq"
    file.write_text("\ufeff" + SELECT, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(SELECT))
    assert run("query", str(file))[1] == run("query", "-")[1] == run("query", "-e", SELECT)[1]


def test_a_question_of_the_library_is_a_query(run: Run) -> None:
    """A file of the library runs as it stands, with its defaults."""
    code, out, _ = run("query", str(ROOT / "queries/entity-list/who-was-added.rq"), "--format", "csv")
    assert (code, len(out.splitlines())) == (0, 3)


def test_yes_or_no(run: Run) -> None:
    """An ASK prints yes or no, or what SPARQL's JSON has for it."""
    assert run("query", "-e", "ASK { ?a kg:contradicts ?b }")[1] == "yes\n"
    assert run("query", "-e", "ASK { ?a kg:nothing ?b }", "--format", "csv")[1] == "no\n"
    assert json.loads(run("query", "-e", "ASK { }", "--format", "json")[1]) == {"head": {}, "boolean": True}


def test_triples_come_as_turtle_or_lines(run: Run) -> None:
    """A CONSTRUCT or DESCRIBE prints Turtle with the prefixes of the house, or N-Triples."""
    construct = "CONSTRUCT { ?s kg:listedOn ?o } WHERE { ?s kg:listedOn ?o }"
    assert "id:cirrus-trading-pte-ltd kg:listedOn id:us-entity-list ." in run("query", "-e", construct)[1]
    lines = run("query", "-e", construct, "--format", "ntriples")[1].splitlines()
    assert len(lines) == 5
    assert "kg:Agency" in run("query", "-e", "DESCRIBE id:us-bis")[1]


def test_an_answer_goes_to_a_file_whole(run: Run, tmp_path: Path) -> None:
    """With -o nothing is printed, and the file is there as a whole."""
    code, out, _ = run("query", "-e", SELECT, "--format", "csv", "-o", str(tmp_path / "rows.csv"))
    assert (code, out) == (0, "")
    assert (tmp_path / "rows.csv").read_bytes().startswith(b"name\r\n")


WRONG = {
    "a syntax error": (["-e", "SELECT ?a WHERE {\n  ?a ?b }}"], "line 2, column"),
    "an update": (["-e", "INSERT DATA { id:a id:b id:c }"], "INSERT is refused"),
    "a call elsewhere": (["-e", "SELECT * { SERVICE <http://localhost/> { ?a ?b ?c } }"], "SERVICE"),
    "no query": ([], "Say one query"),
    "two queries": (["-e", SELECT, str(ROOT / "queries/entity-list/notices.rq")], "Say one query"),
    "a file that is not there": (["nowhere.rq"], "does not exist"),
    "rows as triples": (["-e", SELECT, "--format", "turtle"], "gives rows"),
    "triples as rows": (["-e", "DESCRIBE id:us-bis", "--format", "csv"], "gives triples"),
    "a truth as triples": (["-e", "ASK { }", "--format", "turtle"], "yes or no"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_asked_is_refused_in_a_sentence(run: Run, what: str) -> None:
    """Exit code 2, a sentence, no output and no traceback."""
    arguments, sentence = WRONG[what]
    code, out, err = run("query", *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_triples_come_in_every_format(run: Run) -> None:
    """Every format of RDF can be had."""
    starts = {"nquads": "<http", "trig": "@prefix", "rdfxml": "<?xml", "jsonld": "["}
    for form, start in starts.items():
        assert run("query", "-e", "DESCRIBE id:us-bis", "--format", form)[1].startswith(start), form


def test_a_file_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    """A picture is not a query."""
    (tmp_path / "picture.rq").write_bytes(b"\x89PNG\xff\xfe")
    code, _, err = run("query", str(tmp_path / "picture.rq"))
    assert code == 2
    assert "not a text in UTF-8" in err


def test_a_query_is_explained(run: Run) -> None:
    """Instead of the answer there is what each pattern matches, and the time."""
    code, out, err = run("query", "-e", SELECT, "--explain", "--format", "csv")
    assert (code, out.splitlines()[0]) == (0, "pattern,matches")
    assert "3 rows in " in err
    assert run("query", "-e", SELECT, "--explain", "--format", "turtle")[0] == 2


def test_a_query_over_its_time_is_ended(run: Run) -> None:
    """Exit code 1 and a sentence, soon after the time is over."""
    code, out, err = run("query", "-e", ENDLESS, "--timeout", "0.3")
    assert (code, out) == (1, "")
    assert err == "kg: It took more than 0.3 seconds and was ended: ask for less, or allow more time\n"
    assert run("query", "-e", SELECT, "--timeout", "60")[1] == run("query", "-e", SELECT)[1]


def test_the_memory_of_a_query_is_bounded(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1 and a sentence when it needs more than KG_MEMORY says."""
    monkeypatch.setenv("KG_MEMORY", "100")
    code, out, err = run("query", "-e", GREEDY)
    assert (code, out) == (1, "")
    assert "needed more than 100 MB of memory and was ended" in err


def test_a_host_is_called_only_when_it_is_allowed(run: Run) -> None:
    """SERVICE goes to a host that was named, with its port, and to no other."""

    def behave(request: Handler, _: int) -> None:
        body = {"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "from afar"}}]}}
        reply(request, 200, "application/sparql-results+json", json.dumps(body).encode())

    with serving(behave) as server:
        host = server.address.split("/")[2]
        query = f"SELECT ?a {{ SERVICE <{server.address}> {{ ?a ?b ?c }} }}"
        code, _, err = run("query", "-e", query, "--allow-service", "127.0.0.1")
        assert (code, server.got) == (2, [])
        assert "hosts that are allowed by name" in err
        assert run("query", "-e", query, "--allow-service", host, "--format", "csv")[1] == "a\r\nfrom afar\r\n"
