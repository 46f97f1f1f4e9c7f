"""Drafts of claims: the file of a source with all that is known, and TODO where somebody has to fill something in."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import anchors, files, names, terms, turtle
from kg.blanks import Blanks
from kg.errors import Misuse, UnknownEntity, WrongFile
from kg.tables import Iri, Literal
from kg.turtle import Block, Document

if TYPE_CHECKING:
    from pathlib import Path

    from kg.anchors import Anchor
    from kg.store import Store

_KEY = re.compile(r"[a-z0-9-]+/[a-z0-9-]+/(\d{4}-\d{2}-\d{2})-[a-z0-9-]+")
_EXAMPLE = "us/federal-register/2024-12-05-additions-to-the-entity-list"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AROUND = re.compile(r"^[\w-]*:|^<.*[/#]|\^\^.*$|@[\w-]+$|[<>\"]")
_CHOICES = """
SELECT ?each { ?predicate schema:rangeIncludes ?class . ?each a ?class FILTER(STRSTARTS(STR(?each), ?start)) }
ORDER BY ?each
"""


@dataclass
class Wanted:
    """A claim that somebody wants to write down.

    :param source: place, issuer, and date with slug, as in the path of the source's file.
    :param kind: the local name of the class of the claim.
    :param given: predicates of the claim and what is known of them already, as Turtle tokens.
    :param copy: predicates of the source that say which copy was read, and the place of the words in it.
    """

    source: str
    kind: str
    given: dict[str, str]
    copy: dict[str, str] = field(default_factory=dict)
    anchor: Anchor | None = None


@dataclass(frozen=True)
class Draft:
    """A draft that was written.

    :param path: its file.
    :param claim: the claim as the file names it.
    :param line: where the claim begins.
    :param blanks: the lines of the file that still say TODO, with their predicate.
    """

    path: Path
    claim: str
    line: int
    blanks: list[tuple[int, str]]


def key(source: str) -> str:
    """Return place, issuer, and date with slug of a source that was named in any of the ways people do.

    :raises Misuse: when it is not of that form.
    """
    name = (
        source.removeprefix("source:").removeprefix(terms.SOURCE).rpartition("graph/sources/")[2].removesuffix(".ttl")
    )
    match = _KEY.fullmatch(name)
    try:
        dt.date.fromisoformat(match[1] if match else "")
    except ValueError:
        raise Misuse(f"'{source}' is no source: write PLACE/ISSUER/DATE-SLUG, such as {_EXAMPLE}") from None
    return name


def draft(root: Path, wanted: Wanted, today: dt.date) -> Draft:
    """Write a claim into the file of its source, beginning the file when it is not there.

    :raises Misuse: when the class of the claim is not in the ontology, or another copy of the source was read before.
    :raises WrongFile: when the file holds comments, which would be lost.
    """
    name, blanks = key(wanted.source), Blanks(root)
    path = root / "graph" / "sources" / f"{name}.ttl"
    source = f"<{terms.SOURCE}{name}>"
    document = _opened(path) if path.is_file() else _begun(name, source, blanks, today)
    described = next((each for each in document.blocks if each.subject == source), Block(source))
    _add_copy(described, wanted.copy)
    claim = _claim(document, wanted, blanks.of(wanted.kind), _known(described, source, wanted, today))
    document.blocks.append(claim)
    if wanted.anchor and not any(each.subject == _place(wanted.anchor) for each in document.blocks):
        document.blocks.append(_anchored(wanted.anchor))
    text = str(Document({**_prefixes(name), **document.prefixes}, document.blocks, []))
    files.save(path, text)
    lines = enumerate(text.split("\n"), start=1)
    left = [(number, line.split()[0]) for number, line in lines if "TODO" in line]
    return Draft(path, claim.subject, turtle.subject_lines(text)[claim.subject], left)


def _opened(path: Path) -> Document:
    """Return the file of a source that is there already."""
    document = turtle.read(path.read_text("utf-8"), path)
    if document.comments:
        raise WrongFile(f"{path.name} has comments, which would be lost: make them skos:editorialNote first")
    return document


def _prefixes(name: str) -> dict[str, str]:
    """Return the prefixes that a file of a source begins with."""
    house = {each: terms.PREFIXES[each] for each in ("dcterms", "id", "kg", "oa", "rdf", "rdfs", "schema", "xsd")}
    return {"": f"{terms.CLAIM}{name}/", "at": f"{terms.ANCHOR}{name}/", **house}


def _begun(name: str, source: str, blanks: Blanks, today: dt.date) -> Document:
    """Return a new file with the block of its source."""
    given = {
        "rdf:type": "kg:Source",
        "dcterms:issued": turtle.date(name.rpartition("/")[2][:10]),
        "dcterms:language": turtle.text("en"),
        "kg:retrievedOn": turtle.date(today.isoformat()),
    }
    return Document(_prefixes(name), [_filled(source, given, blanks.of("Source"))], [])


def _add_copy(source: Block, copy: dict[str, str]) -> None:
    """Say in the block of a source which copy was read, unless it is said there already."""
    known = dict(source.pairs).get("kg:sha256")
    if copy and known and known != copy["kg:sha256"]:
        raise Misuse("The copy is not the one that the source was read from: its kg:sha256 is another")
    for predicate, value in copy.items():
        source.add(predicate, None if known else value)


def _known(described: Block, source: str, wanted: Wanted, today: dt.date) -> dict[str, str]:
    """Return what is known of a claim: from its source, from the calendar, and from whoever wants it."""
    about = dict(described.pairs)
    known = {
        "rdf:type": f"kg:{wanted.kind}",
        "kg:statedIn": source,
        "kg:statedOn": about.get("dcterms:issued", ""),
        "kg:saidBy": about.get("dcterms:publisher", ""),
        "kg:status": "kg:accepted",
        "kg:recordedOn": turtle.date(today.isoformat()),
        "kg:anchor": _place(wanted.anchor) if wanted.anchor else "",
        **wanted.given,
    }
    return {predicate: value for predicate, value in known.items() if value}


def _claim(document: Document, wanted: Wanted, blanks: dict[str, str], known: dict[str, str]) -> Block:
    """Return the block of a claim, under a name that the file does not have yet."""
    parts = [wanted.given.get(each, "todo") for each in ("rdf:subject", "rdf:predicate", "rdf:object")]
    words = [re.sub(r"(?<=[a-z])(?=[A-Z])", "-", _AROUND.sub("", part)) for part in parts]
    name = terms.slug(" ".join(words))[:80].strip("-")
    taken = {block.subject for block in document.blocks}
    candidates = [f":{name}", *(f":{name}-{number}" for number in range(2, len(taken) + 3))]
    return _filled(next(each for each in candidates if each not in taken), known, blanks)


def _place(anchor: Anchor) -> str:
    """Return the name of an anchor in its file."""
    return f"at:{anchor.segment}.{anchor.start}-{anchor.end}"


def _anchored(anchor: Anchor) -> Block:
    """Return the block of an anchor."""
    block = Block(_place(anchor)).add("rdf:type", "kg:Anchor").add("kg:segment", turtle.whole(anchor.segment))
    block.add("oa:start", turtle.whole(anchor.start)).add("oa:end", turtle.whole(anchor.end))
    return block.add("kg:sha256", turtle.text(anchor.sha256))


def _filled(subject: str, known: dict[str, str], blanks: dict[str, str]) -> Block:
    """Return a block with what is known, and blanks for the rest."""
    block = Block(subject)
    for predicate, value in {**blanks, **known}.items():
        block.add(predicate, value)
    return block


def predicate_token(graph: Store, wanted: str) -> str:
    """Return the CURIE of a property of the ontology.

    :raises Misuse: when there is none of that name; the message offers near ones.
    """
    curie = wanted if ":" in wanted else f"kg:{wanted}"
    query = "SELECT DISTINCT ?p { ?p a ?kind VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty } }"
    known = [terms.shorten(str(row[0])) for row in graph.select(query).rows]
    if curie not in known:
        locals_ = {each.rpartition(":")[2]: each for each in known}
        near = " or ".join(locals_[each] for each in difflib.get_close_matches(curie.rpartition(":")[2], locals_, 3))
        raise Misuse(f"The ontology has no property '{curie}'." + (f" Did you mean {near}?" if near else ""))
    return curie


def entity_token(graph: Store, wanted: str) -> tuple[str, bool]:
    """Return the token of an entity, and whether the graph knows it; a new name gets the token of its slug."""
    try:
        return terms.shorten(names.entity(graph, wanted)), True
    except UnknownEntity:
        if wanted.startswith(("http://", "https://")):
            return terms.shorten(wanted), False
        prefix, colon, _ = wanted.partition(":")
        iri = terms.expand(wanted) if colon and prefix in terms.PREFIXES else terms.ID + terms.slug(wanted)
        return terms.shorten(iri), False


def object_token(graph: Store, predicate: str, wanted: str) -> tuple[str, bool]:
    """Return the token of the other end of a claim, and whether the graph knows it: a literal or an entity."""
    query = "SELECT ?range { ?predicate schema:rangeIncludes ?range }"
    rows = graph.select(query, {"predicate": Iri(terms.expand(predicate))}).rows if predicate else []
    ranges = {terms.shorten(str(row[0])) for row in rows}
    if "xsd:date" in ranges or (not ranges and _DAY.fullmatch(wanted)):
        return turtle.date(wanted), True
    if "xsd:integer" in ranges or (not ranges and wanted.isdecimal()):
        return (turtle.whole(int(wanted)) if wanted.isdecimal() else f'"{wanted}"^^xsd:integer'), True
    if "rdf:langString" in ranges or any(each.startswith("xsd:") for each in ranges):
        return turtle.text(wanted, "en" if "rdf:langString" in ranges else ""), True
    return entity_token(graph, wanted)


def anchor(copy: Path, words: str) -> tuple[Anchor, dict[str, str]]:
    """Return where words stand in a copy of plain text or JSON, and what its source says about that copy.

    :raises WrongFile: when the copy is not text in UTF-8.
    :raises Misuse: when the words do not stand there exactly once.
    """
    is_json = copy.suffix.lower() == ".json"
    try:
        found = anchors.find(words, (anchors.json_texts if is_json else anchors.plain_text)(copy))
    except UnicodeDecodeError:
        raise WrongFile(f"{copy.name} is not text in UTF-8: save the source as plain text first") from None
    if len(found) != 1:
        raise Misuse(f"The words stand in {copy.name} {len(found)} times: give words that stand there once")
    about = {
        "kg:copyName": turtle.text(copy.name),
        "kg:normalisation": "kg:json-texts" if is_json else "kg:plain-text",
        "kg:sha256": turtle.text(hashlib.sha256(copy.read_bytes()).hexdigest()),
    }
    return found[0], about


def choices(graph: Store, predicate: str) -> list[str]:
    """Return the terms of the ontology among which the value of a predicate is chosen, if it is."""
    rows = graph.select(_CHOICES, {"predicate": Iri(terms.expand(predicate)), "start": Literal(terms.KG)}).rows
    return [terms.shorten(str(row[0])) for row in rows]
