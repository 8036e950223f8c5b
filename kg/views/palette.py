"""How the page draws a class and a relation: a shape and a colour for each class, a colour for each relation family.

A class takes its family's shape and a hue inside the family's band, so that colour is never the only sign. Colours are
computed in OKLCH (Ottosson 2020, "A perceptual color space for image processing") at one lightness for each theme:
every class then has the same weight on the page, and at least 3:1 against its background (WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

__all__ = ["ClassStyle", "Family", "class_families", "class_style", "relation_families", "relation_family"]

LIGHT, DARK = 0.56, 0.76
"""The OKLCH lightness of a drawn class on a light and on a dark page."""


@dataclass(frozen=True, slots=True)
class Family:
    """A group of classes, or of relations, that is drawn alike. `shape` is one of vis-network's, "" for relations."""

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
    """How entities of a class are drawn: the family's name and shape, and a colour for each theme."""

    family: str
    shape: str
    light: str
    dark: str


def _each(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_CLASS_FAMILIES = (
    Family("People", 235, 0.11, ("Person", "People"), "dot", 30),
    Family(
        "Organizations",
        290,
        0.13,
        (
            "Organization",
            "Government",
            "GovernmentAgency",
            "InternationalOrganization",
            "EducationalOrganization",
            "MediaOrganization",
            "PoliticalParty",
            "Company",
            "SportsTeam",
            "Military",
            "ArmedGroup",
        ),
        "square",
        85,
    ),
    Family(
        "Places",
        135,
        0.10,
        ("Region", "Country", "City", "Place", "GeographicFeature", "Facility", "MilitaryBase"),
        "diamond",
        60,
    ),
    Family(
        "Events",
        45,
        0.12,
        (
            "Event",
            "Meeting",
            "PressConference",
            "Visit",
            "Election",
            "Competition",
            "Trial",
            "Withdrawal",
            "Conflict",
            "Attack",
            "Disaster",
        ),
        "hexagon",
        35,
    ),
    Family("Texts", 95, 0.10, ("LegalText", "Agreement", "Law", "Work"), "triangle", 25),
    Family("Roles", 250, 0.04, ("Role",), "star"),
    Family("Things and topics", 85, 0.03, ("Topic", "Entity", "Program", "Product", "Award"), "triangleDown", -35),
)

_RELATION_FAMILIES = (
    Family(
        "Place and time",
        165,
        0.07,
        _each(
            "locatedIn near headquarteredIn tookPlaceIn tookPlaceOn createdOn bornIn diedIn livesIn bornOn diedOn "
            "visited movedTo withdrewFrom"
        ),
    ),
    Family(
        "Posts and membership",
        285,
        0.09,
        _each(
            "holdsRole hasOccupation leads worksFor memberOf citizenOf partOf educatedAt candidateFor elected "
            "appointed dismissed replaced spouseOf siblingOf relativeOf parentOf"
        ),
    ),
    Family(
        "Talks and agreement",
        235,
        0.09,
        _each("metWith negotiatedWith agreedWith signed partyTo asked supports participatedIn organized released"),
    ),
    Family(
        "Conflict and control",
        25,
        0.13,
        _each(
            "attacked killed injured captured governs defeated accused convicted sanctioned opposes violated "
            "competesWith affected"
        ),
    ),
    Family("Making, having and giving", 70, 0.09, _each("owns acquired created founded uses provides received won")),
    Family("Aims and causes", 330, 0.09, _each("seeks requires causes about describedAs said")),
    Family("Other predicates", 260, 0.015, ()),
)

_FAMILY_OF_CLASS = {member: family for family in _CLASS_FAMILIES for member in family.members}
_FAMILY_OF_RELATION = {member: family for family in _RELATION_FAMILIES for member in family.members}


def class_style(cls: str) -> ClassStyle:
    """How to draw the entities of `cls`; a class that the vocabulary lacks is drawn as a plain Entity."""
    family = _FAMILY_OF_CLASS.get(cls, _FAMILY_OF_CLASS["Entity"])
    light, dark = family.colours(cls if cls in family.members else "Entity")
    return ClassStyle(family.name, family.shape, light, dark)


def class_families() -> tuple[Family, ...]:
    """All families of classes, in the order of the legend."""
    return _CLASS_FAMILIES


def relation_family(predicate: str) -> Family:
    """The family of a relation of the vocabulary; every open predicate is of the last one."""
    return _FAMILY_OF_RELATION.get(predicate, _RELATION_FAMILIES[-1])


def relation_families() -> tuple[Family, ...]:
    """All families of relations, in the order of the legend."""
    return _RELATION_FAMILIES


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """An OKLCH colour in sRGB, clipped to the gamut."""
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
