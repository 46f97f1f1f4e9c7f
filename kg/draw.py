"""A picture as one HTML page that works offline, in which every edge can be questioned. The only door to pyvis.

The page holds everything: vis-network, which pyvis brings, our own script and style, and the data as JSON. Its policy
lets nothing run but these scripts and nothing be fetched at all. Names and sentences are third-party text; the script
puts them into the page as text and never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import re
from collections import Counter
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import figures, plain, styles, terms
from kg.cards import QUALIFIERS
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.pictures import Picture
    from kg.scenes import Said

STILL = 300
"""Above so many entities nothing moves by itself: the places are those that were computed beforehand."""
_VIS = "lib/vis-9.1.2/vis-network"
_PARTS = ("model.js", "panel.js", "page.js")
_IMAGES = re.compile(r"[^{}]*\{[^{}]*url\([^{}]*\}")
_MAP = re.compile(r"//# sourceMappingURL=\S+")
_TOLD = {
    "sentence": "kg:sentence",
    "by": "kg:saidBy",
    "locator": "kg:locator",
    "said": "kg:statedOn",
    "from": "kg:validFrom",
    "until": "kg:validUntil",
    "cred": "kg:credibility",
}
_FIGURE = {"kg:value", "kg:lowerBound", "kg:upperBound", "kg:approximate", "kg:unit", "kg:periodStart", "kg:periodEnd"}
_PUT = re.compile(r"%([A-Z_]+)%")


class NoVis(KgError):
    """The files of vis-network, which pyvis brings, are not there."""


def page(picture: Picture) -> str:
    """Return a picture as a page."""
    scripts = {"VIS_SCRIPT": _vis("min.js"), "SCRIPT": "\n".join(_own(each) for each in _PARTS)}
    styles_ = {"VIS_STYLE": _vis("css"), "STYLE": _own("page.css")}
    parts = scripts | styles_ | {
        "TITLE": escape(picture.title),
        "POLICY": _policy(scripts.values(), styles_.values()),
        "DATA": _json(data(picture)),
    }  # fmt: skip
    return _PUT.sub(lambda match: parts[match[1]], _own("page.html"))


def _policy(scripts: Iterable[str], styles_: Iterable[str]) -> str:
    """Return a Content-Security-Policy that allows these scripts and styles, by their digests, and nothing else."""
    own = " ".join(map(_digest, scripts)), " ".join(map(_digest, styles_))
    scripted, styled = f"script-src {own[0]}", f"style-src {own[1]}"
    return f"default-src 'none'; {scripted}; {styled}; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    """Return the digest of an inline script or style, as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _own(name: str) -> str:
    """Return one of our own files for the page."""
    return resources.files("kg").joinpath("page", name).read_text(encoding="utf-8")


@cache
def _vis(kind: str) -> str:
    """Return vis-network's script or style from pyvis's files, without the images of buttons that we do not show.

    pyvis itself is not imported: it brings IPython with it, which takes longer than the whole picture.
    """
    found = importlib.util.find_spec("pyvis")
    for folder in (found.submodule_search_locations or []) if found else []:
        file = Path(folder) / f"{_VIS}.{kind}"
        if file.is_file():
            text = file.read_text("utf-8")
            return _IMAGES.sub("", text) if kind == "css" else _MAP.sub("", text)
    raise NoVis("The files of vis-network are missing: pip install --force-reinstall 'pyvis>=0.3.2' brings them")


def _json(value: object) -> str:
    """Return JSON that may stand inside a script element."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


class _Numbers(dict[str, int]):
    """Numbers for things, given in the order in which they are first asked for."""

    def __missing__(self, thing: str) -> int:
        """Give the next number."""
        self[thing] = len(self)
        return self[thing]


def data(picture: Picture) -> dict[str, Any]:
    """Return what the page knows, as plain data; things that are named often are named by number."""
    return _Data(picture).whole()


class _Data:
    """The data of a page, while it is made: the numbers of classes, sources, relations, modalities and claims."""

    def __init__(self, picture: Picture) -> None:
        """Give numbers first to what is shown most."""
        self.picture = picture
        said = [each for edge in picture.edges for each in edge.said]
        verbs = Counter(each.predicate for each in picture.shown_edges)
        self.kinds = _numbered(each for each, _ in picture.kinds().most_common())
        self.verbs = _numbered(each for each, _ in verbs.most_common())
        self.ways = _numbered(each for each, _ in Counter(one.modality for one in said).most_common())
        self.sources = _numbered(picture.documents)
        self.claims = _numbered(each.claim for each in said)
        self.nodes = _numbered(picture.scene.rings)

    def whole(self) -> dict[str, Any]:
        """Return all of it."""
        picture, nodes, claims = self.picture, self.nodes, self.claims
        head = {"title": picture.title, "notes": picture.notes, "left": picture.left, "still": STILL}
        parts = {
            "nodes": [self.node(each) for each in nodes],
            "edges": [
                {"s": nodes[one.subject], "o": nodes[one.object], "p": self.verbs[one.predicate],
                 "claims": [claims[each.claim] for each in one.said]}
                for one in picture.edges
            ],
            "claims": [self.claim(each) for edge in picture.edges for each in edge.said],
        }  # fmt: skip
        return head | parts | self.named()

    def named(self) -> dict[str, Any]:
        """Return what is named by number: classes, relations, modalities, sources."""
        called, documents = self.picture.names, self.picture.documents
        looks = {each: styles.of(each) for each in self.kinds}
        return {
            "classes": [
                {"label": called.get(each) or "other", "colour": look.colour, "shape": look.shape}
                for each, look in looks.items()
            ],
            "predicates": [{"iri": plain.curie(each), "label": called.get(each, each)} for each in self.verbs],
            "modalities": [{"label": called.get(each, each), "unsure": styles.dashed([each])} for each in self.ways],
            "sources": [
                documents[each]._asdict() if each in documents else {"title": plain.curie(each)}
                for each in self.sources
            ],
        }

    def node(self, iri: str) -> dict[str, Any]:
        """Return what the page knows of an entity."""
        picture, card = self.picture, self.picture.cards[iri]
        names, texts = [], []
        for one in card.texts:
            told = {"t": one.text, "s": self.sources[one.source]}
            if one.predicate == terms.KG + "name":
                names.append(told | {"l": one.language, "k": picture.names.get(one.kind, "")})
            else:
                texts.append(told | {"p": picture.names.get(one.predicate, one.predicate)})
        own = [(plain.words(name), text) for name, text in card.own if text != card.label]
        node = {"i": plain.curie(iri), "label": card.label, "k": self.kinds[card.kind], "names": names, "texts": texts}
        node |= {"own": own, "claims": picture.scene.claims.get(iri, 0)}
        if iri not in picture.scene.shown:
            return node | {"carried": 1}
        x, y = picture.places[iri]
        return node | {"x": x, "y": y} | ({"centre": 1} if iri in picture.asked else {})

    def claim(self, said: Said) -> dict[str, Any]:
        """Return what the page knows of a claim; what is missing is left out."""
        told = self.picture.told[said.claim]
        facts, claims = told.facts, self.claims
        found = {name: facts.get(curie, "") for name, curie in _TOLD.items()}
        found |= {"i": plain.curie(said.claim), "figure": figures.words(figures.Silent(facts)), "opens": told.opens}
        against = [
            {"says": each.says, "title": each.title} | ({"claim": claims[each.claim]} if each.claim in claims else {})
            for each in told.against
        ]
        more = [(plain.words(name), facts[name]) for name in QUALIFIERS if name in facts and name not in _FIGURE]
        kept = {name: value for name, value in found.items() if value}
        ids = {"s": self.sources[said.source], "m": self.ways[said.modality], "d": int(styles.disputed([said.status]))}
        return ids | {"more": more, "against": against} | kept


def _numbered(things: Iterable[str]) -> _Numbers:
    """Return numbers for things, in their order."""
    return _Numbers({each: at for at, each in enumerate(dict.fromkeys(things))})
