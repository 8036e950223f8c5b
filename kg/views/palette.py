"""The page's palette: a shape and a colour for each class, a colour for each family of relations.

A class takes its family's shape and a hue inside the family's band, so that colour is never the only sign. Colours are
computed in OKLCH (Ottosson 2020, "A perceptual color space for image processing") at one lightness for each theme:
every class then has the same weight on the page, and at least 3:1 against its background (WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import cos, radians, sin
from typing import TYPE_CHECKING, Literal

from kg.ontology import CLASSES, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT, DARK = 0.56, 0.76
"""The OKLCH lightness of a drawn class on a light and on a dark page."""


@dataclass(frozen=True, slots=True)
class Family:
    """A group of classes, or of relations, that is drawn alike.

    `hue`, in degrees, and `chroma` are those of its first member, and `spread` is how far its hues reach from there to
    the last. `shape` is one of vis-network's, "" for relations.
    """

    name: str
    hue: float
    chroma: float
    members: tuple[str, ...]
    shape: str = ""
    spread: float = 0.0

    def colours(self, member: str) -> tuple[str, str]:
        """`member`'s colour on a light and on a dark page, as #rrggbb."""
        place = self.members.index(member) if member in self.members else 0
        steps = max(1, len(self.members) - 1)
        hue = self.hue + self.spread * place / steps
        return _hex(LIGHT, self.chroma, hue), _hex(DARK, self.chroma * 0.85, hue)


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """The style of a class: the family's name and shape, and a colour for each theme."""

    family: str
    shape: str
    light: str
    dark: str


@cache
def class_style(cls: str) -> ClassStyle:
    """Return the style of `cls`, or of the nearest class above it that has one."""
    known, above = _family_of("class"), cls
    while above not in known:
        above = CLASSES.get(above) or "Entity"
    family = known[above]
    light, dark = family.colours(above)
    return ClassStyle(family.name, family.shape, light, dark)


def relation_family(predicate: str) -> Family:
    """Return the family of a relation or of the nearest relation above it; any other predicate is of the last one."""
    known, waiting = _family_of("relation"), [predicate]
    for name in waiting:
        if name in known:
            return known[name]
        waiting += RELATIONS[name].parents if name in RELATIONS else ()
    return families("relation")[-1]


@cache
def families(kind: Literal["class", "relation"]) -> tuple[Family, ...]:
    """All families of classes or of relations, in the order of the legend."""
    tables = tomllib.loads(files("kg.views").joinpath("palette.toml").read_text("utf-8"))[kind]
    return tuple(Family(**{**table, "members": tuple(table.get("members", "").split())}) for table in tables)


@cache
def _family_of(kind: Literal["class", "relation"]) -> Mapping[str, Family]:
    return {member: family for family in families(kind) for member in family.members}


def _hex(lightness: float, chroma: float, hue: float) -> str:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, value)))):02x}" for value in linear)


def _gamma(value: float) -> float:
    """The sRGB transfer function (IEC 61966-2-1)."""
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
