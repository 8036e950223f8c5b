"""Make the outline of the world that the page's map shows: `python tests/bench/world_outline.py countries-110m.json`.

The input is the file of that name of the npm package world-atlas 2.0.2 (Natural Earth's countries at 1:110m, TopoJSON).
Written is kg/views/assets/drawing/world.js: coasts and borders as lines, and land as rings of these lines, in steps of
a fifth of a degree, simplified (Douglas and Peucker 1973).
"""

import json
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "kg/views/assets/drawing/world.js"
PER_DEGREE = 5
TOLERANCE = 0.18
"""How far a line may be moved, in degrees."""

HEAD = """"use strict";
/* Coasts and borders of the world: Natural Earth 4.1.0 at 1:110m (public domain), by way of the npm package
   world-atlas 2.0.2; made by tests/bench/world_outline.py. A line is its points' longitudes and latitudes in fifths of
   a degree, each as the step from the one before; land is rings of lines by number, ~n being line n backwards. */
"""


def degrees(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The topology's lines as points in degrees."""
    (across, down), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        xs, ys = accumulate(x for x, _ in arc), accumulate(y for _, y in arc)
        lines.append([(x * across + left, y * down + bottom) for x, y in zip(xs, ys, strict=True)])
    return lines


def simplified(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The line with as few of its points as stay within the tolerance."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

    def away(point: tuple[float, float]) -> float:
        x, y = point
        if not length:
            return ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length

    far, at = max((away(point), index) for index, point in enumerate(line[1:-1], 1))
    if far <= TOLERANCE:
        return [line[0], line[-1]]
    return simplified(line[: at + 1])[:-1] + simplified(line[at:])


def steps(line: list[tuple[float, float]]) -> str:
    """The line's points as steps in the units of the file."""
    whole = [(round(x * PER_DEGREE), round(y * PER_DEGREE)) for x, y in line]
    before = [(0, 0), *whole]
    return " ".join(f"{x - px} {y - py}" for (x, y), (px, py) in zip(whole, before, strict=False))


def main() -> None:
    """Write the file."""
    topology = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    lines = [steps(simplified(line)) for line in degrees(topology)]
    (land,) = topology["objects"]["land"]["geometries"]
    rings = [ring for polygon in land["arcs"] for ring in polygon]
    text = f"kg.world = {json.dumps({'lines': lines, 'land': rings}, separators=(',', ':'))};\n"
    TARGET.write_text(HEAD + text, "utf-8")


if __name__ == "__main__":
    main()
