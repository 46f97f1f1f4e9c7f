"""A picture as an image for a report: SVG of our own, and PNG made of it. The only door to resvg."""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING

from kg import plain, styles
from kg.errors import Misuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.pictures import Edge, Picture

    Point = tuple[float, float]

_FONTS = "'Noto Sans','DejaVu Sans','Liberation Sans','Noto Sans CJK SC','WenQuanYi Zen Hei','PingFang SC',sans-serif"
_MARGIN, _LEGEND, _LINE = 110, 210, 20
_LABELLED = 80
_LETTERS, _LINES = 20, 3
_PIXELS = 2400
_INK, _SOFT, _EDGE, _GROUND = "#17212b", "#5b6875", "#b4bfca", "#ffffff"
_SHAPES: dict[str, tuple[Point, ...]] = {
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "triangle": ((0, -1), (1, 0.8), (-1, 0.8)),
    "triangleDown": ((0, 1), (1, -0.8), (-1, -0.8)),
    "diamond": ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    "hexagon": ((-0.55, -0.95), (0.55, -0.95), (1.1, 0), (0.55, 0.95), (-0.55, 0.95), (-1.1, 0)),
    "star": tuple(
        (math.sin(turn * math.pi / 5) * (1.25, 0.55)[turn % 2], -math.cos(turn * math.pi / 5) * (1.25, 0.55)[turn % 2])
        for turn in range(10)
    ),
}


def png(drawing: str) -> bytes:
    """Return an SVG as a PNG, with the fonts of this machine.

    :raises Misuse: when resvg is not installed.
    """
    try:
        import resvg_py  # noqa: PLC0415 - most pictures need none of it
    except ImportError:
        raise Misuse("A PNG needs resvg: pip install 'chip-controls-kg[png]', or write an SVG") from None
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=_PIXELS, background=_GROUND))


def svg(picture: Picture) -> str:
    """Return a picture as an SVG with its legend and what it rests on; nothing in it is fetched or run."""
    picture = picture.alone()
    left, top, width, height = _frame(picture)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" width="{width}" '
        f'height="{height}" font-family="{_FONTS}" role="img">'
    )
    body = [
        f"<title>{_text(picture.title)}</title>",
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{_GROUND}"/>',
        *_edges(picture),
        *(_node(picture, each) for each in picture.shown),
        *(_label(picture, each) for each in picture.shown),
        *_legend(picture, left + 16, top + 34),
        *_feet(picture, left + 16, top + height - 14),
    ]
    return "\n".join([head, *body, "</svg>"]) + "\n"


def _frame(picture: Picture) -> tuple[int, int, int, int]:
    """Return left, top, width and height of everything."""
    xs, ys = zip(*(picture.places[each] for each in picture.shown), strict=True)
    feet = _LINE * (len(picture.notes) + len(picture.left) + 1)
    left, top = min(xs) - _MARGIN - _LEGEND, min(ys) - _MARGIN
    high = max(max(ys) - top + _MARGIN, _LINE * (len(picture.kinds()) + 8)) + feet
    return left, top, max(max(xs) - left + _MARGIN, 760), high


def _text(text: str) -> str:
    """Return a text as it may stand anywhere in the drawing."""
    return escape(plain.xml(text))


def _size(picture: Picture, iri: str) -> float:
    """Return how large an entity is drawn."""
    return 15.0 if iri in picture.asked else 8.0


def _edges(picture: Picture) -> Iterator[str]:
    """Yield the edges, those between the same two entities bent apart."""
    beside: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for each in picture.shown_edges:
        beside[frozenset((each.subject, each.object))].append(each)
    named = len(picture.shown_edges) <= _LABELLED
    for pair, edges in beside.items():
        for turn, edge in enumerate(edges):
            bend = (turn + 1) // 2 * (1, -1)[turn % 2] * 0.18 if len(edges) > 1 else 0.0
            yield _edge(picture, edge, bend * (1 if edge.subject == min(pair) else -1), named=named)


def _edge(picture: Picture, edge: Edge, bend: float, *, named: bool) -> str:
    """Return an edge: a curve, an arrow head, its name, and a tooltip."""
    (x1, y1), (x2, y2) = (picture.places[each] for each in (edge.subject, edge.object))
    if edge.subject == edge.object:
        x2, y2, bend = x1 + 1, y1 + 46, 0.8
    colour, name = styles.DISPUTED if edge.disputed else _EDGE, picture.names.get(edge.predicate, edge.predicate)
    middle = ((x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend)
    long = math.hypot(x2 - middle[0], y2 - middle[1]) or 1.0
    towards = ((x2 - middle[0]) / long, (y2 - middle[1]) / long)
    tip = tuple(end - part * (_size(picture, edge.object) + 2) for end, part in zip((x2, y2), towards, strict=True))
    wide = styles.width(len(edge.said))
    ends = f"M{x1} {y1}Q{middle[0]:.1f} {middle[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
    dash = ' stroke-dasharray="7 5"' if edge.dashed else ""
    about = f"{picture.cards[edge.subject].label} — {name} → {picture.cards[edge.object].label}: {len(edge.said)}"
    at = (0.25 * x1 + 0.5 * middle[0] + 0.25 * x2, 0.25 * y1 + 0.5 * middle[1] + 0.25 * y2)
    label = _said(at, name, 9, colour if edge.disputed else _SOFT) if named else ""
    return (
        f'<g><title>{_text(about)}</title><path d="{ends}" fill="none" stroke="{colour}" stroke-width="{wide}"{dash}/>'
        f"{_head((tip[0], tip[1]), towards, colour, 4 + wide)}{label}</g>"
    )


def _head(tip: Point, towards: Point, colour: str, size: float) -> str:
    """Return the head of an arrow."""
    (x, y), (dx, dy) = tip, towards
    back = (x - dx * size * 1.6, y - dy * size * 1.6)
    one, other = ((back[0] + sign * dy * size * 0.6, back[1] - sign * dx * size * 0.6) for sign in (1, -1))
    points = " ".join(f"{px:.1f},{py:.1f}" for px, py in (tip, one, other))
    return f'<polygon points="{points}" fill="{colour}"/>'


def _shape(kind: str, x: float, y: float, size: float, edge: str = "") -> str:
    """Return the sign of a class."""
    style = styles.of(kind)
    line = f' stroke="{edge}" stroke-width="3"' if edge else ""
    if style.shape not in _SHAPES:
        return f'<circle cx="{x}" cy="{y}" r="{size}" fill="{style.colour}"{line}/>'
    points = " ".join(f"{x + dx * size:.1f},{y + dy * size:.1f}" for dx, dy in _SHAPES[style.shape])
    return f'<polygon points="{points}" fill="{style.colour}"{line}/>'


def _node(picture: Picture, iri: str) -> str:
    """Return an entity with its tooltip."""
    card, (x, y) = picture.cards[iri], picture.places[iri]
    about = f"{card.label} ({picture.names.get(card.kind) or 'other'})"
    edge = _INK if iri in picture.asked else ""
    return f"<g><title>{_text(about)}</title>{_shape(card.kind, x, y, _size(picture, iri), edge)}</g>"


def _label(picture: Picture, iri: str) -> str:
    """Return the name of an entity below it, in up to three lines."""
    x, y = picture.places[iri]
    lines = textwrap.wrap(picture.cards[iri].label, _LETTERS, max_lines=_LINES, placeholder=" …") or [""]
    size = 14 if iri in picture.asked else 10
    below = y + _size(picture, iri) + size
    return "".join(_said((x, below + at * (size + 1)), line, size, _INK) for at, line in enumerate(lines))


def _said(at: Point, text: str, size: int, colour: str, anchor: str = "middle") -> str:
    """Return a text with a light edge, so that it stands out from lines."""
    halo = f'stroke="{_GROUND}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    place = f'x="{at[0]:.1f}" y="{at[1]:.1f}"'
    return f'<text {place} font-size="{size}" text-anchor="{anchor}" fill="{colour}" {halo}>{_text(text)}</text>'


def _legend(picture: Picture, x: float, y: float) -> Iterator[str]:
    """Yield the title, the classes with their counts, and the signs of edges."""
    yield _said((x, y), picture.title, 20, _INK, "start")
    for line, (kind, count) in enumerate(picture.kinds().most_common(), start=2):
        yield _shape(kind, x + 8, y + line * _LINE - 4, 7)
        yield _said((x + 24, y + line * _LINE), f"{picture.names.get(kind) or 'other'} ({count})", 12, _INK, "start")
    y += (len(picture.kinds()) + 3) * _LINE
    red = f'stroke="{styles.DISPUTED}" stroke-width="3"'
    signs = (
        (red, "disputed"),
        (f'stroke="{_EDGE}" stroke-dasharray="7 5" stroke-width="2"', "no fact (forecast, rumour …)"),
    )
    for line, (look, words) in enumerate(signs):
        at = y + line * _LINE
        yield f'<path d="M{x} {at - 4}h26" fill="none" {look}/>{_said((x + 34, at), words, 12, _INK, "start")}'


def _feet(picture: Picture, x: float, y: float) -> Iterator[str]:
    """Yield the lines at the foot: what it rests on, and what it leaves out."""
    for line, text in enumerate(reversed([*picture.left, *picture.notes])):
        yield _said((x, y - line * _LINE), text, 11, _SOFT, "start")
