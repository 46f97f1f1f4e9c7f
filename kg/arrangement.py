"""Where the entities of a picture lie: around those that it is about, the same each time. The only door to numpy."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    Points = npt.NDArray[np.float32]

APART = 120.0
"""How far entities that are joined lie from each other, about, in the units of the picture."""
_ROUNDS = 60_000
_FEWEST, _MOST = 15, 120
_PULL = 0.045
_GOLDEN = 0.618034


def places(
    things: Sequence[str], pairs: Iterable[tuple[str, str]], centre: Sequence[str]
) -> dict[str, tuple[int, int]]:
    """Return a place for each thing: rings around the centre first, which forces then loosen.

    Joined things draw each other near, all others keep each other off (Fruchterman and Reingold). There is no chance in
    it, so that the same things come to lie in the same way.
    """
    if not things:
        return {}
    number = {each: at for at, each in enumerate(things)}
    joined = sorted({(min(a, b), max(a, b)) for a, b in ((number[a], number[b]) for a, b in pairs) if a != b})
    start = _rings(len(things), joined, [number[each] for each in centre if each in number])
    found = _loosened(start, np.array(joined, dtype=np.int64).reshape(-1, 2))
    return {each: (round(float(x)), round(float(y))) for each, (x, y) in zip(things, found, strict=True)}


def _rings(size: int, joined: list[tuple[int, int]], centre: list[int]) -> Points:
    """Return places on rings by the number of steps from the centre, each thing near to the one that leads to it."""
    near: dict[int, list[int]] = defaultdict(list)
    for one, other in joined:
        near[one].append(other)
        near[other].append(one)
    by_degree = sorted(range(size), key=lambda at: (-len(near[at]), at))
    ring = [-1] * size
    order: list[int] = []
    for root in [*centre, *by_degree]:
        if ring[root] < 0:
            ring[root] = 0 if not order or root in centre else 2
            queue = deque([root])
            while queue:
                at = queue.popleft()
                order.append(at)
                fresh = [each for each in near[at] if ring[each] < 0]
                for each in fresh:
                    ring[each] = ring[at] + 1
                queue.extend(fresh)
    members: dict[int, list[int]] = defaultdict(list)
    for at in order:
        members[ring[at]].append(at)
    found, before = np.zeros((size, 2), dtype=np.float32), 0
    for level in sorted(members):
        inside = members[level]
        rank = np.arange(len(inside))
        radius = np.sqrt(before + (rank * _GOLDEN % 1) * len(inside)) * APART * 0.6 * (before > 0 or len(inside) > 1)
        turn = rank * (2 * np.pi / len(inside)) + 0.5 * level
        found[inside] = np.stack([np.cos(turn) * radius, np.sin(turn) * radius], axis=1)
        before += len(inside)
    return found


def _loosened(points: Points, joined: npt.NDArray[np.int64]) -> Points:
    """Return the points after some rounds of pushing and pulling, in steps that grow smaller."""
    size = len(points)
    rounds = int(min(max(_ROUNDS // size, _FEWEST), _MOST))
    one, other = joined[:, 0], joined[:, 1]
    for turn in range(rounds if size > 1 else 0):
        x, y = (points[:, None, axis] - points[None, :, axis] for axis in (0, 1))
        squared = np.maximum(x * x + y * y, 1.0)
        push = np.float32(APART * APART) / squared
        moved = np.stack([(x * push).sum(axis=1), (y * push).sum(axis=1)], axis=1)
        along = points[one] - points[other]
        pull = along * np.linalg.norm(along, axis=1, keepdims=True) / APART
        np.add.at(moved, one, -pull)
        np.add.at(moved, other, pull)
        moved -= points * np.float32(_PULL * APART / 10)
        length = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
        step = APART * (1 - turn / rounds) + 1
        points = (points + moved / length * np.minimum(length, step)).astype(np.float32)
    return points
