"""Where each entity is drawn, computed before the page is opened: the same graph always lies the same way.

The central entities ("core") are placed by forces (Fruchterman and Reingold 1991), each drawn also to the middle of its
community; every other entity then takes the free place nearest to its neighbours, so the whole is linear in the facts.
"""

from __future__ import annotations

from functools import cache
from math import atan2, cos, pi, sin, sqrt
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["SPACING", "place"]

SPACING = 84.0
"""The distance, in vis-network's units, that two neighbours in the core tend to."""

_CELL = 52.0
"""The side of a free place for an entity outside the core."""

_ITERATIONS = 400
_SEPARATIONS = 16
"""How many times forces move all entities, and how many times entities that are too close are moved apart then."""

_FEW = 6
"""With fewer entities than this, the core is turned and not spread."""

_GOLDEN_ANGLE = pi * (3 - sqrt(5))
_WIDE = 1.2
"""A page is wider than it is high, and a label wider than its entity."""


def place(
    pairs: Mapping[tuple[int, int], float], order: Sequence[int], community: Sequence[int], core: int
) -> list[tuple[int, int]]:
    """Positions of the entities 0 … n-1.

    `pairs` are the joined entities with weights, `order` all entities by importance, `community` each one's
    community; the first `core` of `order` are laid out by forces.
    """
    positions: dict[int, tuple[float, float]] = {}
    central = set(order[:core])
    inner = {pair: weight for pair, weight in pairs.items() if pair[0] in central and pair[1] in central}
    for component, (left, top) in _in_rows(_components(order[:core], inner, community)):
        for entity, (x, y) in component.items():
            positions[entity] = (left + x, top + y)
    _place_rest(positions, pairs, order[core:])
    return [(round(positions[entity][0]), round(positions[entity][1])) for entity in range(len(order))]


def _components(
    central: Sequence[int], pairs: Mapping[tuple[int, int], float], community: Sequence[int]
) -> list[dict[int, tuple[float, float]]]:
    """Each connected part of the core laid out by itself, from its own corner (0, 0); the largest first."""
    graph = nx.Graph()
    graph.add_nodes_from(central)
    graph.add_edges_from(pairs)
    parts = sorted((sorted(part, key=central.index) for part in nx.connected_components(graph)), key=_largest_first)
    laid = []
    for part in parts:
        where = {entity: index for index, entity in enumerate(part)}
        inner = [(where[a], where[b], weight) for (a, b), weight in pairs.items() if a in where]
        placed = _forces(len(part), inner, [community[entity] for entity in part])
        left, top = min(x for x, _ in placed), min(y for _, y in placed)
        laid.append({entity: ((x - left) * _WIDE, y - top) for entity, (x, y) in zip(part, placed, strict=True)})
    return laid


def _largest_first(part: list[int]) -> tuple[int, list[int]]:
    return -len(part), part


def _in_rows(
    parts: list[dict[int, tuple[float, float]]],
) -> list[tuple[dict[int, tuple[float, float]], tuple[float, float]]]:
    """Each part with the place of its corner: the first, and beneath it the others in rows as wide as it is."""
    gap = SPACING * 1.3
    packed = []
    width = left = top = row = 0.0
    for number, part in enumerate(parts):
        wide, high = max(x for x, _ in part.values()), max(y for _, y in part.values())
        if number == 0:
            width = max(wide, SPACING * sqrt(len(parts)) * 2)
        if left and left + wide > width:
            left, top, row = 0.0, top + row + gap, 0.0
        packed.append((part, (left, top)))
        left, row = left + wide + gap * _WIDE, max(row, high)
        if number == 0:
            left, top, row = 0.0, high + gap, 0.0
    return packed


def _forces(count: int, pairs: list[tuple[int, int, float]], community: list[int]) -> list[tuple[float, float]]:
    if count == 1:
        return [(0.0, 0.0)]
    groups = {group: index for index, group in enumerate(dict.fromkeys(community))}
    group = np.array([groups[each] for each in community])
    sizes = np.bincount(group).astype(np.float64)
    position = _start(group, len(groups), count)
    start = np.array([a for a, _, _ in pairs], dtype=np.int64)
    end = np.array([b for _, b, _ in pairs], dtype=np.int64)
    weight = np.array([w for _, _, w in pairs], dtype=np.float64)
    degree = np.bincount(start, minlength=count) + np.bincount(end, minlength=count)
    pull = weight / np.sqrt(np.maximum(1, np.minimum(degree[start], degree[end])))
    same = group[start] == group[end]
    pull = np.where(same, pull, pull * 0.45)
    charge = SPACING * (1 + 0.35 * np.log1p(degree))
    charges = charge[:, None] * charge[None, :]
    for iteration in range(_ITERATIONS):
        heat = SPACING * 0.9 * (1 - iteration / _ITERATIONS) ** 1.5 + 0.5
        move = _repulsion(position, charges)
        spring = position[end] - position[start]
        length = np.hypot(spring[:, 0], spring[:, 1]) + 1e-9
        force = spring * (pull * length / SPACING)[:, None]
        for axis in (0, 1):
            move[:, axis] += np.bincount(start, weights=force[:, axis], minlength=count)
            move[:, axis] -= np.bincount(end, weights=force[:, axis], minlength=count)
            middle = np.bincount(group, weights=position[:, axis]) / sizes
            move[:, axis] += 0.25 * (middle[group] - position[:, axis]) - 0.08 * position[:, axis]
        reach = np.hypot(move[:, 0], move[:, 1]) + 1e-9
        position += move * (np.minimum(reach, heat) / reach)[:, None]
    position = _turned(position) if count < _FEW else _spread_evenly(position)
    for _ in range(_SEPARATIONS):
        position = _pushed_apart(_pushed_off_lines(position, start, end))
    return [(float(x), float(y)) for x, y in position]


def _start(group: NDArray[np.int64], groups: int, count: int) -> NDArray[np.float64]:
    """The positions to start from: communities on a sunflower spiral, their members on small ones around each."""
    position = np.zeros((count, 2))
    seen = [0] * groups
    for index in range(count):
        which = int(group[index])
        rank = seen[which]
        seen[which] += 1
        outer, inner = SPACING * 2.6 * sqrt(which), SPACING * 0.6 * sqrt(rank + 0.5)
        position[index] = (
            outer * cos(which * _GOLDEN_ANGLE) + inner * cos(rank * _GOLDEN_ANGLE + which),
            outer * sin(which * _GOLDEN_ANGLE) + inner * sin(rank * _GOLDEN_ANGLE + which),
        )
    return position


def _repulsion(position: NDArray[np.float64], charges: NDArray[np.float64]) -> NDArray[np.float64]:
    """The force that pushes each entity from all others: as 1/distance, times the charges of each two."""
    across = position[:, 0, None] - position[None, :, 0]
    down = position[:, 1, None] - position[None, :, 1]
    strength = charges / (across * across + down * down + 1.0)
    push = np.empty_like(position)
    np.einsum("ij,ij->i", across, strength, out=push[:, 0])
    np.einsum("ij,ij->i", down, strength, out=push[:, 1])
    return push


def _turned(position: NDArray[np.float64]) -> NDArray[np.float64]:
    """The positions turned so that they reach furthest across: names of entities side by side are read best."""
    x, y = (position - position.mean(axis=0)).T
    turn = -0.5 * atan2(2 * float(x @ y), float(x @ x - y @ y))
    return np.stack([x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)], axis=1)


def _spread_evenly(position: NDArray[np.float64]) -> NDArray[np.float64]:
    """The positions with each coordinate halfway between what it is and its rank among all.

    Order is kept, so what lay together stays together; crowds spread and empty stretches close.
    """
    ranks = position.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    share = (position - position.min(axis=0)) / (np.ptp(position, axis=0) + 1e-9)
    return SPACING * sqrt(len(position)) * (share + ranks / (len(position) - 1)) / 2


def _pushed_off_lines(
    position: NDArray[np.float64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The positions with each entity pushed off the lines that pass it by: none may seem to end where it does not."""
    along = position[end] - position[start]
    away = position[:, None, :] - position[None, start, :]
    part = np.einsum("nea,ea->ne", away, along) / ((along * along).sum(axis=1) + 1e-9)
    aside = away - part[:, :, None] * along[None]
    distance = np.hypot(aside[:, :, 0], aside[:, :, 1]) + 1e-9
    least = SPACING * 0.3
    push = np.where((distance < least) & (part > 0) & (part < 1), least / distance - 1, 0.0)
    lines = np.arange(len(start))
    push[start, lines] = push[end, lines] = 0.0
    moved: NDArray[np.float64] = position + 0.5 * np.einsum("nea,ne->na", aside, push)
    return moved


def _pushed_apart(position: NDArray[np.float64]) -> NDArray[np.float64]:
    """The positions with entities pushed apart until no two are closer than three fifths of the spacing."""
    least = SPACING * 0.62
    for _ in range(20):
        gap = position[:, None, :] - position[None, :, :]
        distance = np.hypot(gap[:, :, 0], gap[:, :, 1])
        close = (distance < least) & (distance > 0)
        if not close.any():
            break
        factor = np.where(close, (least - distance) / (2 * np.maximum(distance, 1e-9)), 0.0)
        position = position + (gap * factor[:, :, None]).sum(axis=1) * 0.9
    return position


def _place_rest(
    positions: dict[int, tuple[float, float]], pairs: Mapping[tuple[int, int], float], rest: Sequence[int]
) -> None:
    """Give each entity of `rest` the free cell nearest to the middle of its placed neighbours."""
    if not rest:
        return
    neighbours: dict[int, list[int]] = {entity: [] for entity in rest}
    for a, b in pairs:
        if a in neighbours:
            neighbours[a].append(b)
        if b in neighbours:
            neighbours[b].append(a)
    taken = {_cell(x, y) for x, y in positions.values()}
    turns: dict[tuple[int, int], int] = {}
    edge = max((abs(x) + abs(y) for x, y in positions.values()), default=0.0) + 4 * _CELL
    loose = 0
    for entity in rest:
        known = [positions[other] for other in neighbours[entity] if other in positions]
        if known:
            x, y = sum(p[0] for p in known) / len(known), sum(p[1] for p in known) / len(known)
        else:
            turn = loose * _GOLDEN_ANGLE
            reach = edge + _CELL * sqrt(loose)
            x, y, loose = reach * cos(turn), reach * sin(turn), loose + 1
        cell = _free_cell(_cell(x, y), taken, turns)
        taken.add(cell)
        positions[entity] = (cell[0] * _CELL, cell[1] * _CELL)


def _cell(x: float, y: float) -> tuple[int, int]:
    return round(x / _CELL), round(y / _CELL)


def _free_cell(
    target: tuple[int, int], taken: set[tuple[int, int]], turns: dict[tuple[int, int], int]
) -> tuple[int, int]:
    """The first free cell on a spiral around `target`; `turns` remembers how far each spiral is used up."""
    step = turns.get(target, 0)
    while True:
        across, down = _spiral(step)
        cell = (target[0] + across, target[1] + down)
        step += 1
        if cell not in taken:
            turns[target] = step
            return cell


@cache
def _spiral(step: int) -> tuple[int, int]:
    """Where a spiral is at a step, in cells from its middle; kept, since all walk the same one and thousands far."""
    reach, turn = 0.9 * sqrt(step), step * _GOLDEN_ANGLE
    return round(reach * cos(turn) * _WIDE), round(reach * sin(turn))
