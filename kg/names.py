"""Finding an entity or a notice by what people call it: IRI, CURIE, slug, any of its names; number, citation or day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import plain, terms
from kg.errors import AmbiguousEntity, UnknownEntity
from kg.tables import Iri, Literal, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.store import Store
    from kg.tables import Term

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_IRI = re.compile(r"https?://[^<>\"{}|^`\\\x00-\x20]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CITATION = re.compile(
    r"([0-9]{1,4})\s*(?:FR|F\.\s?R\.|Fed\.?\s*Reg\.?)\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})", re.IGNORECASE
)
_DOCUMENT = re.compile(r"(?:FR\s+Doc\.?\s*)?([A-Z]?[0-9]{1,4}-[0-9]{1,6})", re.IGNORECASE)
_LONGEST = 200
_CANDIDATES = 12
_COMPARED = 200
_ADDRESS = terms.ID + "address-"

_FOLDED = r'REPLACE(LCASE(STR(?name)), "[^\\p{L}\\p{N}]+", "")'
_STARTS = r'REGEX(STR(?name), "^[^\\p{L}\\p{N}]*LETTER", "i")'
_BEARS = "kg:name rdfs:label skos:altLabel kg:documentNumber kg:heading kg:crossReferenceName kg:wording"
_NAMES = f"""
SELECT ?entity ?name WHERE {{
  VALUES ?bears {{ {_BEARS} }}
  ?entity ?bears ?name .
  FILTER (COND && STRSTARTS(STR(?entity), "{terms.ID}"))
}}
"""
_CLASSES = """
SELECT DISTINCT ?class ?name WHERE {
  ?class a owl:Class ; rdfs:label ?name ; rdfs:subClassOf* ?above .
}
ORDER BY ?class
"""
_NOTICE = "?notice a kg:Notice ."
_PAGES = """
  {{ ?notice kg:citedPage ?page }} UNION {{ ?notice kg:startPage ?page }} UNION
  {{ ?notice kg:startPage ?first ; kg:endPage ?last . FILTER (?first <= ?page && ?page <= ?last) }}
"""


def exists(store: Store, iri: str) -> bool:
    """Tell whether the graph says anything about an IRI."""
    return store.ask("ASK { ?entity ?predicate ?object }", {"entity": Iri(iri)})


def label(store: Store, iri: str) -> str:
    """Return the label of an entity, or its CURIE where it has none."""
    found = store.select("SELECT ?name WHERE { ?entity rdfs:label ?name } ORDER BY ?name LIMIT 1", {"entity": Iri(iri)})
    return plain.line(shown(found.rows[0][0])) if found.rows else terms.shorten(iri)


def entity(store: Store, wanted: str, of: str | None = None) -> Iri:
    """Return the entity that a text means: an IRI, a CURIE, a slug, or a name, whatever its case and punctuation.

    :param of: the class that it has to be of, if only one will do.
    :raises UnknownEntity: when there is none; the message offers near names.
    :raises AmbiguousEntity: when several bear the name; the message lists them.
    """
    clean = plain.line(terms.nfc(wanted.strip()))
    iri = _iri(clean)
    if iri is not None:
        if not exists(store, iri):
            raise UnknownEntity(f"The graph says nothing about {terms.shorten(iri)}. {_near(store, clean, of)}")
        if not _fits(store, iri, of):
            raise UnknownEntity(f"{terms.shorten(iri)} is no {terms.shorten(of or '')}")
        return iri
    if _SLUG.fullmatch(clean) and _fits(store, Iri(terms.ID + clean), of):
        return Iri(terms.ID + clean)
    found = [each for each in _bearers(store, clean) if of is None or _fits(store, each, of)]
    if not found:
        raise UnknownEntity(f"The graph knows no entity by the name '{clean}'. {_near(store, clean, of)}")
    if len(found) > 1:
        raise AmbiguousEntity(
            f"Several entities bear the name '{clean}': say which by its CURIE.\n{_listed(store, found)}"
        )
    return found[0]


def _fits(store: Store, iri: Iri, of: str | None) -> bool:
    """Tell whether the graph knows an IRI, as one of a class or of one below it if only that will do."""
    if of is None:
        return exists(store, iri)
    return store.ask("ASK { ?entity a/rdfs:subClassOf* ?class }", {"entity": iri, "class": Iri(of)})


def _iri(clean: str) -> Iri | None:
    """Return the IRI that a text is, or the one its CURIE stands for."""
    bare = clean.removeprefix("<").removesuffix(">")
    if _IRI.fullmatch(bare):
        return Iri(bare)
    prefix, colon, local = clean.partition(":")
    if colon and prefix in terms.PREFIXES and _IRI.fullmatch("http://" + local):
        return Iri(terms.expand(clean))
    return None


def _bearers(store: Store, clean: str) -> list[Iri]:
    """Return every entity that bears a name, without regard to case, spaces and punctuation."""
    folded = terms.fold(clean)
    if not folded:
        return []
    condition = f"{_STARTS.replace('LETTER', folded[0])} && {_FOLDED} IN (?folded, LCASE(?folded))"
    return _ranked(_named(store, condition, folded))


def _named(store: Store, condition: str, folded: str) -> list[tuple[str, Iri]]:
    """Return names, folded, with their bearers, as far as a condition holds."""
    bindings = {"folded": Literal(folded)} if "?folded" in condition else {}
    rows = store.select(_NAMES.replace("COND", condition), bindings).rows
    return [(terms.fold(shown(name)), bearer) for bearer, name in rows if isinstance(bearer, Iri)]


def _ranked(named: Iterable[tuple[str, Iri]]) -> list[Iri]:
    """Return bearers, each once: those with short names first, addresses last."""
    order = sorted(named, key=lambda pair: (pair[1].startswith(_ADDRESS), len(pair[0]), pair[1]))
    return list(dict.fromkeys(bearer for _, bearer in order))


def _listed(store: Store, found: Sequence[Iri]) -> str:
    """Return one line for each candidate."""
    every = [f"  {terms.shorten(each)}  {label(store, each)}" for each in found[:_CANDIDATES]]
    return "\n".join([*every, *([f"  and {len(found) - _CANDIDATES} more"] if len(found) > _CANDIDATES else [])])


def _near(store: Store, clean: str, of: str | None) -> str:
    """Return a sentence that offers names near to one that nobody bears."""
    folded = terms.fold(clean.rpartition(":")[2] if _iri(clean) else clean)[:_LONGEST]
    holding = _named(store, f"CONTAINS({_FOLDED}, LCASE(?folded))", folded) if len(folded) > 1 else []
    found = _ranked(holding) or _similar(store, folded)
    found = [each for each in found if of is None or _fits(store, each, of)]
    if not found:
        return "No name of the graph is near to it; that clears nobody."
    return f"Near to it are:\n{_listed(store, found)}"


def _similar(store: Store, folded: str) -> list[Iri]:
    """Return entities with names spelled nearly like one."""
    import difflib  # noqa: PLC0415 - an answer that is ready needs none of it

    wanted = _threes(folded)
    every = dict(_named(store, f'!STRSTARTS(STR(?entity), "{_ADDRESS}")', folded))
    close = sorted(every, key=lambda name: (-len(wanted & _threes(name)), abs(len(name) - len(folded)), name))
    return list(dict.fromkeys(every[each] for each in difflib.get_close_matches(folded, close[:_COMPARED], 5, 0.7)))


def _threes(name: str) -> set[str]:
    """Return the runs of three letters of a name."""
    return {name[at : at + 3] for at in range(max(len(name) - 2, 1))}


def ontology_class(store: Store, wanted: str, above: str | None = None) -> Iri:
    """Return the class of the ontology that a text means: by its IRI, its CURIE, or its name.

    :param above: the class that it has to be, or to stand below.
    :raises UnknownEntity: when there is none; the message offers near names, or lists those that there are.
    """
    import difflib  # noqa: PLC0415 - few questions ask for a class

    rows = store.select(_CLASSES, {"above": Iri(above)} if above else {}).rows
    found = {each: terms.fold(shown(name)) for each, name in rows if isinstance(each, Iri)}
    clean = terms.nfc(wanted.strip()).removeprefix("<").removesuffix(">")
    for each, name in found.items():
        curie = terms.shorten(each)
        if clean in {each, curie} or terms.fold(clean) in {name, terms.fold(curie.partition(":")[2])}:
            return each
    curies = sorted(map(terms.shorten, found))
    guess = "kg:" + clean.rpartition(":")[2].title().replace(" ", "")
    near = difflib.get_close_matches(guess, curies, _CANDIDATES, 0.7)
    among = f" that is a {terms.shorten(above)}" if above else ""
    what = f"Near to it are: {', '.join(near)}." if near else f"There are: {', '.join(curies)}."
    raise UnknownEntity(f"The ontology has no class '{plain.line(clean)}'{among}. {what}")


def predicate(store: Store, wanted: str) -> Iri:
    """Return the predicate that a text means: an IRI, a CURIE, or its name with or without spaces.

    :raises UnknownEntity: when no claim uses such a predicate; the message lists those that claims use.
    """
    clean = plain.line(terms.nfc(wanted.strip()))
    rows = store.select("SELECT DISTINCT ?predicate WHERE { ?claim rdf:predicate ?predicate }").rows
    used = sorted(row[0] for row in rows if isinstance(row[0], Iri))
    given = _iri(clean)
    for each in used:
        if each == given or terms.fold(terms.shorten(each).rpartition(":")[2]) == terms.fold(clean):
            return each
    every = ", ".join(terms.shorten(each) for each in used)
    raise UnknownEntity(f"No claim uses the predicate '{clean}': use one of {every}")


def notices(store: Store, wanted: str) -> tuple[list[Iri], str]:
    """Return the notices that a text means, and a sentence on how it was read where that is not plain.

    A day means the notices published on it, or, where there are none, those that took effect on it.

    :raises UnknownEntity: when no notice of the graph fits.
    """
    clean = plain.line(terms.nfc(wanted.strip()))
    if _DATE.fullmatch(clean):
        return _of_day(store, clean)
    found = _of_document(store, clean) or _of_citation(store, clean)
    if not found:
        iri = _iri(clean) or (Iri(terms.ID + clean) if _SLUG.fullmatch(clean) else None)
        found = [iri] if iri and store.ask(f"ASK {{ {_NOTICE} }}", {"notice": iri}) else []
    if not found:
        raise UnknownEntity(_no_notice(clean))
    return found, ""


def _no_notice(clean: str) -> str:
    """Return the sentence about a notice that is not there."""
    return (
        f"The graph knows no notice '{clean}': say a document number such as 2024-28267, a citation such as "
        "'89 FR 96830', or a day. 'kg ask entity-list/notices' lists them."
    )


def _found(store: Store, pattern: str, **bindings: Term) -> list[Iri]:
    """Return the notices that a pattern fits."""
    rows = store.select(
        f"SELECT DISTINCT ?notice WHERE {{ {_NOTICE} ?notice {pattern} }} ORDER BY ?notice", bindings
    ).rows
    return [row[0] for row in rows if isinstance(row[0], Iri)]


def _of_day(store: Store, clean: str) -> tuple[list[Iri], str]:
    """Return the notices of a day."""
    day = Literal(clean, terms.XSD + "date")
    published = _found(store, "kg:publishedOn ?day .", day=day)
    if published:
        return published, ""
    effective = _found(store, "kg:effectiveOn ?day .", day=day)
    if not effective:
        raise UnknownEntity(
            f"The list cites no notice that was published on {clean}. 'kg ask entity-list/notices' lists them."
        )
    named = ", ".join(label(store, each) for each in effective)
    return effective, f"No notice was published on {clean}; {named} took effect on that day."


def _of_document(store: Store, clean: str) -> list[Iri]:
    """Return the notice with a document number."""
    match = _DOCUMENT.fullmatch(clean)
    return _found(store, "kg:documentNumber ?number .", number=Literal(match[1])) if match else []


def _of_citation(store: Store, clean: str) -> list[Iri]:
    """Return the notices that a page of the Federal Register belongs to."""
    match = _CITATION.fullmatch(clean)
    if match is None:
        return []
    volume, page = (Literal(str(int(each.replace(",", ""))), terms.XSD + "integer") for each in match.groups())
    return _found(store, f"kg:volume ?volume . {_PAGES.format()}", volume=volume, page=page)
