"""An evidence pack: an answer with its query, its date, its coverage and every claim behind it, to keep or to cite.

As Markdown for readers, as JSON-LD with PROV and RDF terms for machines, and its sources as CSL-JSON and BibTeX for
those who cite (Citation Style Language 1.0.2; the entry types and fields are those of BibLaTeX).
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import footnotes, plain, sparql, tables, terms
from kg.errors import Misuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kg.evidence import Evidence
    from kg.facts import Facts
    from kg.proof import Proof
    from kg.store import Store
    from kg.tables import Iri, Rows

_LATEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_LATEX |= {each: f"\\{each}" for each in "&%$#_"}
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CONTEXT = {
    **{name: terms.PREFIXES[name] for name in ("dcterms", "kg", "rdf", "rdfs", "schema", "xsd")},
    "prov": "http://www.w3.org/ns/prov#",
    "query": "schema:query",
    "asked": {"@id": "dcterms:created", "@type": "xsd:date"},
    "graph": "dcterms:identifier",
    "notes": "rdfs:comment",
    "rows": {"@id": "dcterms:hasPart", "@container": "@list"},
    "values": "rdf:value",
    "evidence": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "claims": {"@id": "prov:hadMember"},
    "says": "kg:sentence",
    "subject": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@id"},
    "object": "rdf:object",
    "speaker": {"@id": "kg:saidBy", "@type": "@id"},
    "source": {"@id": "kg:statedIn"},
    "locator": "kg:locator",
    "stated": {"@id": "kg:statedOn", "@type": "xsd:date"},
    "modality": {"@id": "kg:modality", "@type": "@id"},
    "credibility": {"@id": "kg:credibility", "@type": "@id"},
    "status": {"@id": "kg:status", "@type": "@id"},
    "contradicted": {"@id": "kg:contradicts", "@type": "@id"},
    "title": "dcterms:title",
    "publisher": "schema:publisher",
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
    "reliability": "kg:reliability",
    "url": {"@id": "schema:url", "@type": "@id"},
}


@dataclass(frozen=True)
class Pack:
    """An answer with its evidence.

    :param title: the question in words, or what stands for it.
    :param query: the query with its values, as it can be asked again.
    :param notes: as of when, what was searched, what is not held.
    :param graph: the digest of the content of the graph; nothing when nobody knows it.
    :param claims: every claim of the evidence, in the order of their numbers.
    :param asked: the day on which it was asked.
    """

    title: str
    query: str
    rows: Rows
    proof: Proof
    notes: tuple[str, ...]
    graph: str
    claims: tuple[Evidence, ...]
    asked: dt.date

    def written(self, form: str) -> str:
        """Return the pack as one of the :data:`FORMATS`.

        :raises Misuse: when the format is none of these.
        """
        if form not in FORMATS:
            raise Misuse(f"'{form}' is no format of an evidence pack: use one of {', '.join(FORMATS)}")
        return FORMATS[form](self)

    @property
    def sources(self) -> dict[Iri, tuple[Facts, list[Evidence]]]:
        """The sources of the claims, each with its claims."""
        found: dict[Iri, tuple[Facts, list[Evidence]]] = {}
        for each in self.claims:
            found.setdefault(each.source.iri, (each.source, []))[1].append(each)
        return found


def pack(  # noqa: PLR0913 - what a pack is made of
    store: Store, title: str, query: str, rows: Rows, proof: Proof, *, notes: Sequence[str], graph: str
) -> Pack:
    """Return the pack of an answer."""
    claims = footnotes.every(store, proof.claims)
    today = dt.datetime.now(tz=dt.UTC).date()
    return Pack(title, _declared(query), rows, proof, (*footnotes.caveats(proof), *notes), graph, tuple(claims), today)


def _declared(query: str) -> str:
    """Return a query with the prefixes of the house that it uses, so that it can be pasted anywhere."""
    found = sparql.tokens(query)
    declared = {each.text for before, each in itertools.pairwise(found) if before.word == "PREFIX"}
    used = {each.text.partition(":")[0] for each in found if each.kind == "name"}
    lines = [f"PREFIX {name}: <{terms.PREFIXES[name]}>\n" for name in sorted(used) if name in terms.PREFIXES]
    return "".join(line for line in lines if line.split()[1] not in declared) + query


def form_of(path: Path) -> str:
    """Return the format that the name of a file asks for.

    :raises Misuse: when it asks for none.
    """
    endings = {".md": "markdown", ".jsonld": "json-ld", ".bib": "bibtex", ".json": "csl-json"}
    if path.suffix.lower() not in endings:
        raise Misuse(f"{path}: the name of an evidence pack ends in .md, .jsonld, .bib or .json (for CSL-JSON)")
    return endings[path.suffix.lower()]


def _markdown(pack: Pack) -> str:
    """Return the pack for a reader."""
    table = tables.to_markdown(footnotes.numbered(pack.rows, pack.proof))
    claims = "".join(f"{at}. {_escaped(footnotes.line(each))}\n" for at, each in enumerate(pack.claims, 1))
    places = "".join(f"- {_escaped(_cited(each))}\n" for each, _ in pack.sources.values())
    notes = "".join(f"- {_escaped(each)}\n" for each in pack.notes)
    digest = f" of the graph with the digest `{pack.graph}`" if pack.graph else ""
    fence = "`" * max(3, *(len(each) + 1 for each in re.findall(r"`+", pack.query)), 3)
    return (
        f"# {_escaped(pack.title)}\n\nAsked on {pack.asked}{digest}.\n\n{table}\n## Evidence\n\n{claims}\n"
        f"## Sources\n\n{places}\n## What is to be known\n\n{notes}\n"
        f"## Query\n\n{fence}sparql\n{pack.query.strip()}\n{fence}\n"
    )


def _escaped(text: str) -> str:
    """Return a text with what would mean something to Markdown escaped."""
    return re.sub(r"[\\|`*_\[\]<>~#]", r"\\\g<0>", plain.line(text))


def _cited(source: Facts) -> str:
    """Return a source as a reader cites it."""
    parts = (source["dcterms:publisher"], source["dcterms:title"], source["dcterms:issued"], source.plain("schema:url"))
    return ", ".join(filter(None, parts)) + "."


def _json_ld(pack: Pack) -> str:
    """Return the pack for machines."""
    rows = [
        {"values": [tables.ntriples_term(cell) for cell in row if cell is not None], "evidence": list(claims)}
        for row, claims in zip(pack.rows.rows, pack.proof.rows, strict=True)
    ]
    data = {
        "@context": _CONTEXT,
        "@type": "prov:Collection",
        "title": pack.title,
        "query": pack.query,
        "asked": str(pack.asked),
        "graph": pack.graph,
        "notes": list(pack.notes),
        "rows": rows,
        "claims": [_claim(each) for each in pack.claims],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _claim(each: Evidence) -> dict[str, Any]:
    """Return a claim as JSON-LD."""
    facts = each.facts
    value = facts.values.get("rdf:object", ())
    data: dict[str, Any] = {
        "@id": each.iri,
        "@type": facts.iris("rdf:type"),
        "says": facts["kg:sentence"],
        **{name: facts.plain(f"rdf:{name}") for name in ("subject", "predicate")},
        "object": {"@id": facts.plain("rdf:object")} if facts.iris("rdf:object") else _literal(value),
        "speaker": facts.plain("kg:saidBy"),
        "source": _source(each.source),
        "locator": facts["kg:locator"],
        "stated": facts["kg:statedOn"],
        **{name: facts.plain(f"kg:{name}") for name in ("modality", "credibility", "status")},
        "contradicted": [claim.iri for claim, _ in each.against],
    }
    return {name: value for name, value in data.items() if value}


def _literal(values: Sequence[Any]) -> dict[str, str]:
    """Return the literal that a claim says, as JSON-LD."""
    term = values[0].term if values else tables.Literal("")
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return {"@value": term.value, "@type": term.datatype}


def _source(source: Facts) -> dict[str, str]:
    """Return a source as JSON-LD."""
    data = {
        "@id": source.iri,
        "title": source["dcterms:title"],
        "publisher": source["dcterms:publisher"],
        "issued": source["dcterms:issued"],
        "reliability": source["kg:reliability"],
        "url": source.plain("schema:url"),
    }
    return {name: value for name, value in data.items() if value}


def _places(claims: Sequence[Evidence]) -> str:
    """Return where in a source its claims stand."""
    return "; ".join(dict.fromkeys(filter(None, (each.facts["kg:locator"] for each in claims))))


def _key(source: Facts) -> str:
    """Return the key under which a source is cited."""
    return _NOT_IN_KEY.sub("-", source.iri.removeprefix(terms.SOURCE)).strip("-")


def _date(text: str) -> dict[str, list[list[int]]] | None:
    """Return a day as CSL has it."""
    return {"date-parts": [list(map(int, text.split("-")))]} if _DAY.fullmatch(text) else None


def _csl_json(pack: Pack) -> str:
    """Return the sources for those who cite with the Citation Style Language."""
    items = []
    for source, claims in pack.sources.values():
        item = {
            "id": _key(source),
            "type": "webpage" if source.plain("schema:url") else "document",
            "title": source["dcterms:title"],
            "publisher": source["dcterms:publisher"],
            "issued": _date(source["dcterms:issued"]),
            "accessed": _date(source["kg:retrievedOn"]),
            "URL": source.plain("schema:url"),
            "language": source["dcterms:language"],
            "note": _places(claims),
        }
        items.append({name: value for name, value in item.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _bibtex(pack: Pack) -> str:
    """Return the sources for those who cite with BibLaTeX."""
    return "\n".join(_entry(source, claims) for source, claims in pack.sources.values())


def _entry(source: Facts, claims: Sequence[Evidence]) -> str:
    """Return one source as an entry."""
    url = source.plain("schema:url")
    fields: Mapping[str, str] = {
        "title": f"{{{_latex(source['dcterms:title'])}}}",
        "author": f"{{{_latex(source['dcterms:publisher'])}}}" if source["dcterms:publisher"] else "",
        "date": source["dcterms:issued"],
        "url": url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D"),
        "urldate": source["kg:retrievedOn"] if url else "",
        "note": _latex(_places(claims)),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'online' if url else 'misc'}{{{_key(source)},\n{body}}}\n"


def _latex(text: str) -> str:
    """Return a text with what would mean something to LaTeX escaped."""
    return "".join(_LATEX.get(each, each) for each in plain.line(text))


FORMATS: dict[str, Callable[[Pack], str]] = {
    "markdown": _markdown,
    "json-ld": _json_ld,
    "csl-json": _csl_json,
    "bibtex": _bibtex,
}
"""The formats in which an evidence pack is written."""
