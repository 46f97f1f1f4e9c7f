"""Namespaces, the short forms of IRIs (CURIEs), slugs, and the order in which predicates are written."""

from __future__ import annotations

import re
import unicodedata

from kg.errors import Misuse

BASE = "https://w3id.org/chip-controls/"
KG = BASE + "ontology#"
ID = BASE + "id/"
SOURCE = BASE + "source/"
CLAIM = BASE + "claim/"
ANCHOR = BASE + "anchor/"
GRAPH = BASE + "graph/"
QUERY = BASE + "query/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
UNIT = "http://qudt.org/vocab/unit/"

PREFIXES = {
    "kg": KG,
    "id": ID,
    "source": SOURCE,
    "claim": CLAIM,
    "anchor": ANCHOR,
    "graph": GRAPH,
    "query": QUERY,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "oa": OA,
    "org": ORG,
    "schema": SCHEMA,
    "sh": SH,
    "unit": UNIT,
}
"""Prefixes of the house, for Turtle files, queries and the command line."""

PREDICATE_ORDER = (
    "rdf:type",
    "rdfs:label",
    "skos:prefLabel",
    "skos:altLabel",
    "skos:notation",
    "dcterms:title",
    "skos:definition",
    "rdf:subject",
    "rdf:predicate",
    "rdf:object",
    "kg:productKind",
    "kg:nameKind",
    "kg:role",
    "kg:suppliedItem",
    "kg:directly",
    "kg:quantity",
    "kg:value",
    "kg:lowerBound",
    "kg:upperBound",
    "kg:approximate",
    "kg:unit",
    "kg:periodStart",
    "kg:periodEnd",
    "kg:count",
    "kg:addressText",
    "kg:destination",
    "kg:licenceRequirement",
    "kg:reviewPolicy",
    "kg:footnote",
    "kg:citation",
    "kg:citedDate",
    "kg:ordinal",
    "kg:row",
    "kg:listing",
    "kg:continues",
    "kg:refersToListing",
    "kg:sentence",
    "kg:statedIn",
    "kg:saidBy",
    "kg:locator",
    "kg:anchor",
    "kg:modality",
    "kg:credibility",
    "kg:status",
    "kg:validFrom",
    "kg:validUntil",
    "kg:statedOn",
    "kg:recordedOn",
    "kg:contradicts",
    "kg:agreesWith",
    "prov:wasDerivedFrom",
)
"""The order in which predicates of a block are written; others follow in alphabetical order, remarks come last."""

LAST_PREDICATES = ("skos:editorialNote",)

_NAMES = {namespace: name for name, namespace in PREFIXES.items()}
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")


def slug(text: str) -> str:
    """Return the slug of a name: ASCII letters and digits in lower case, joined by hyphens.

    >>> slug("Naura Technology Group Co., Ltd.")
    'naura-technology-group-co-ltd'
    """
    from slugify import slugify  # noqa: PLC0415 - asking a question makes no slugs

    plain = text.replace("'", "").replace("’", "")
    return str(slugify(plain)) or "unnamed"


def nfc(text: str) -> str:
    """Return the text in Unicode normal form C, as all text of the graph is."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text as names and addresses are compared: letters and digits only, case folded, accents kept.

    >>> fold("No. 888,  Huanhu West 2nd Road") == fold("No 888 HUANHU WEST 2ND ROAD")
    True
    """
    return "".join(character for character in nfc(text).casefold() if character.isalnum())


def expand(curie: str) -> str:
    """Return the IRI of a CURIE such as ``id:us-bis``.

    :raises Misuse: when the prefix is not one of the house.
    """
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        message = f"'{curie}' is not a known CURIE: use one of the prefixes {', '.join(sorted(PREFIXES))}"
        raise Misuse(message)
    return PREFIXES[prefix] + local


def shorten(iri: str, prefixes: dict[str, str] | None = None) -> str:
    """Return the CURIE of an IRI, or the IRI in angle brackets when no prefix of the house fits.

    >>> shorten("https://w3id.org/chip-controls/id/us-bis")
    'id:us-bis'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    name = (_NAMES if prefixes is None else {start: name for name, start in prefixes.items()}).get(iri[:cut])
    local = iri[cut:]
    return f"{name}:{local}" if name is not None and _LOCAL.fullmatch(local) else f"<{iri}>"
