"""The vocabulary of `ontology/kg.ttl` as plain data: class hierarchy, and each relation's domain, range and kind.

For code that must not import rdflib. A test holds these tables equal to the ontology.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "AGENT_CLASSES",
    "CLASSES",
    "QUALIFIERS",
    "RELATIONS",
    "RelationInfo",
    "RelationKind",
    "ancestors",
    "is_a",
    "is_relation",
]

type RelationKind = Literal["entity", "date", "text", "claim"]
"""What the object of a relation is: an entity, an ISO 8601 date or interval, words, or a claim (`said` alone)."""

CLASSES: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "Entity": None,
        "Person": "Entity",
        "People": "Entity",
        "Organization": "Entity",
        "Government": "Organization",
        "GovernmentAgency": "Organization",
        "Military": "Organization",
        "ArmedGroup": "Organization",
        "PoliticalParty": "Organization",
        "MediaOrganization": "Organization",
        "Company": "Organization",
        "InternationalOrganization": "Organization",
        "EducationalOrganization": "Organization",
        "SportsTeam": "Organization",
        "Place": "Entity",
        "Country": "Place",
        "Region": "Place",
        "City": "Place",
        "Facility": "Place",
        "MilitaryBase": "Facility",
        "GeographicFeature": "Place",
        "LegalText": "Entity",
        "Agreement": "LegalText",
        "Law": "LegalText",
        "Event": "Entity",
        "Meeting": "Event",
        "PressConference": "Event",
        "Election": "Event",
        "Attack": "Event",
        "Conflict": "Event",
        "Disaster": "Event",
        "Competition": "Event",
        "Trial": "Event",
        "Visit": "Event",
        "Withdrawal": "Event",
        "Program": "Entity",
        "Role": "Entity",
        "Product": "Entity",
        "Work": "Product",
        "Award": "Entity",
        "Topic": "Entity",
    }
)
"""Each class of entity and its super-class; `Entity` has none."""

AGENT_CLASSES: Final = ("Person", "People", "Organization", "Country")
"""What `Agent`, which stands in domains and ranges only, is the union of."""

QUALIFIERS: Final = ("roleAt", "item", "count", "charge", "to", "start", "end")
"""What a fact may carry beside its subject, predicate and object."""


@cache
def ancestors(cls: str) -> frozenset[str]:
    """`cls` itself and all its super-classes, `Agent` among them where it applies; KeyError for an unknown class.

    >>> sorted(ancestors("MilitaryBase"))
    ['Entity', 'Facility', 'MilitaryBase', 'Place']
    >>> "Agent" in ancestors("Country")
    True
    """
    if cls == "Agent":
        return frozenset({"Agent", "Entity"})
    found: set[str] = set()
    at: str | None = cls
    while at is not None:
        found.add(at)
        at = CLASSES[at]
    if not found.isdisjoint(AGENT_CLASSES):
        found.add("Agent")
    return frozenset(found)


def is_a(cls: str, ancestor: str) -> bool:
    """Whether `cls` is `ancestor` or lies below it; False for a class that the vocabulary lacks.

    >>> is_a("ArmedGroup", "Agent"), is_a("City", "Agent"), is_a("Work", "Product")
    (True, False, True)
    """
    return (cls in CLASSES or cls == "Agent") and ancestor in ancestors(cls)


@dataclass(frozen=True, slots=True)
class RelationInfo:
    """What the ontology says of one relation.

    `domain` and `range` are classes of which one suffices; `range` is empty where the object is a date or a text,
    and `("Claim",)` for `said`. `parents` are the relations that it is a kind of. `ranges_by_domain` says which
    objects each class of subject takes, where that differs among the domain's classes (`partOf` alone).
    """

    name: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    kind: RelationKind = "entity"
    symmetric: bool = False
    transitive: bool = False
    parents: tuple[str, ...] = ("relatedTo",)
    ranges_by_domain: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def agentless(self) -> bool:
        """Whether the subject may be `kg:Unknown`, the agent that a text does not name."""
        return "Agent" in self.domain or "Entity" in self.domain

    def takes_subject(self, cls: str) -> bool:
        """Whether an entity of class `cls` may be the subject."""
        return any(is_a(cls, wanted) for wanted in self.domain)

    def takes_object(self, cls: str) -> bool:
        """Whether an entity of class `cls` may be the object; False where the object is no entity."""
        return any(is_a(cls, wanted) for wanted in self.range)

    def takes(self, subject_cls: str, object_cls: str) -> bool:
        """Whether entities of these two classes may stand in this relation.

        >>> RELATIONS["partOf"].takes("Military", "Country"), RELATIONS["partOf"].takes("Event", "Country")
        (True, False)
        """
        if not (self.takes_subject(subject_cls) and self.takes_object(object_cls)):
            return False
        pairs = [wanted for domain, wanted in self.ranges_by_domain if is_a(subject_cls, domain)]
        return not pairs or any(is_a(object_cls, cls) for wanted in pairs for cls in wanted)


_AGENT = ("Agent",)
_ENTITY = ("Entity",)
_HUMANS = ("Person", "People")
_MADE = ("Organization", "Facility", "Product")

RELATIONS: Final[Mapping[str, RelationInfo]] = MappingProxyType(
    {
        info.name: info
        for info in (
            RelationInfo("relatedTo", _ENTITY, ("Entity", "Claim"), parents=()),
            RelationInfo(
                "locatedIn", ("Place", "Organization", "Product", "Person", "People"), ("Place",), transitive=True
            ),
            RelationInfo("near", _ENTITY, ("Place",)),
            RelationInfo(
                "partOf",
                ("Organization", "Event", "Product", "Program"),
                ("Organization", "Country", "Event", "Program", "Product"),
                ranges_by_domain=(
                    ("Organization", ("Organization", "Country")),
                    ("Event", ("Event", "Program")),
                    ("Product", ("Product",)),
                    ("Program", ("Program", "Organization")),
                ),
            ),
            RelationInfo("headquarteredIn", ("Organization",), ("Place",), parents=("locatedIn",)),
            RelationInfo("tookPlaceIn", ("Event",), ("Place",)),
            RelationInfo("tookPlaceOn", ("Event",), (), "date", parents=("relatedToValue",)),
            RelationInfo(
                "createdOn",
                ("Organization", "Facility", "Product", "LegalText", "Program"),
                (),
                "date",
                parents=("relatedToValue",),
            ),
            RelationInfo("holdsRole", ("Person",), ("Role",)),
            RelationInfo("hasOccupation", ("Person",), ("Role",)),
            RelationInfo("leads", ("Person",), ("Organization", "Place")),
            RelationInfo("worksFor", _HUMANS, ("Organization", "Place")),
            RelationInfo("memberOf", _AGENT, ("Organization",)),
            RelationInfo("citizenOf", _HUMANS, ("Country",)),
            RelationInfo("bornIn", _HUMANS, ("Place",)),
            RelationInfo("diedIn", _HUMANS, ("Place",)),
            RelationInfo("livesIn", _HUMANS, ("Place",)),
            RelationInfo("bornOn", ("Person",), (), "date", parents=("relatedToValue",)),
            RelationInfo("diedOn", ("Person",), (), "date", parents=("relatedToValue",)),
            RelationInfo("spouseOf", ("Person",), ("Person",), symmetric=True, parents=("relativeOf",)),
            RelationInfo("siblingOf", ("Person",), ("Person",), symmetric=True, parents=("relativeOf",)),
            RelationInfo("relativeOf", ("Person",), ("Person",), symmetric=True),
            RelationInfo("parentOf", ("Person",), ("Person",), parents=("relativeOf",)),
            RelationInfo("educatedAt", ("Person",), ("EducationalOrganization",)),
            RelationInfo("candidateFor", ("Person",), ("Role", "Election")),
            RelationInfo("elected", ("Agent", "Place"), ("Person",)),
            RelationInfo("appointed", ("Agent", "Place"), ("Person",)),
            RelationInfo("dismissed", ("Agent", "Place"), ("Person",)),
            RelationInfo("founded", _AGENT, ("Organization", "Facility", "Program")),
            RelationInfo("owns", _AGENT, _MADE),
            RelationInfo("acquired", _AGENT, _MADE),
            RelationInfo("created", _AGENT, ("Product", "LegalText", "Program", "Topic")),
            RelationInfo("uses", _AGENT, ("Product", "Facility", "Topic")),
            RelationInfo("competesWith", ("Agent", "Product"), ("Agent", "Product"), symmetric=True),
            RelationInfo("replaced", _ENTITY, _ENTITY),
            RelationInfo("provides", _AGENT, ("Agent", "Facility")),
            RelationInfo("received", ("Agent", "Facility"), _ENTITY),
            RelationInfo("won", _AGENT, ("Event", "Award")),
            RelationInfo("defeated", _AGENT, _AGENT),
            RelationInfo("signed", _AGENT, ("LegalText",)),
            RelationInfo("partyTo", _AGENT, ("Agreement",)),
            RelationInfo("violated", _AGENT, ("LegalText",)),
            RelationInfo("governs", _AGENT, ("Place",)),
            RelationInfo("captured", _AGENT, ("Place", "Organization", "Person", "People", "Product")),
            RelationInfo("released", _AGENT, _HUMANS),
            RelationInfo("attacked", _AGENT, _ENTITY),
            RelationInfo("killed", ("Agent", "Event", "Product"), _HUMANS),
            RelationInfo("injured", ("Agent", "Event", "Product"), _HUMANS),
            RelationInfo("accused", _AGENT, _AGENT),
            RelationInfo("convicted", _AGENT, _AGENT),
            RelationInfo("sanctioned", _AGENT, _AGENT),
            RelationInfo("withdrewFrom", _AGENT, ("Place", "LegalText", "Organization", "Event")),
            RelationInfo("visited", _AGENT, ("Place",)),
            RelationInfo("movedTo", ("Person", "People", "Product", "Organization"), ("Place",)),
            RelationInfo("metWith", _AGENT, _AGENT, symmetric=True),
            RelationInfo("negotiatedWith", _AGENT, _AGENT, symmetric=True),
            RelationInfo("agreedWith", _AGENT, _AGENT, symmetric=True),
            RelationInfo("asked", _AGENT, _AGENT),
            RelationInfo("participatedIn", _AGENT, ("Event",)),
            RelationInfo("organized", _AGENT, ("Event", "Program")),
            RelationInfo("about", ("Event", "Work", "LegalText", "Program"), _ENTITY),
            RelationInfo("supports", _AGENT, _ENTITY),
            RelationInfo("opposes", _AGENT, _ENTITY),
            RelationInfo("seeks", _AGENT, _ENTITY),
            RelationInfo("requires", ("Agent", "LegalText", "Event", "Topic"), _ENTITY),
            RelationInfo("affected", ("Event", "Agent"), _ENTITY),
            RelationInfo("causes", _ENTITY, ("Event", "Topic", "LegalText")),
            RelationInfo("describedAs", _ENTITY, (), "text", parents=("relatedToValue",)),
            RelationInfo("said", _ENTITY, ("Claim",), "claim"),
        )
    }
)
"""Each relation of the vocabulary by its name, without prefix."""


def is_relation(name: str) -> bool:
    """Whether `name` is a relation of the vocabulary or an open predicate ("p/cut_off").

    >>> is_relation("locatedIn"), is_relation("p/cut_off"), is_relation("foundIn"), is_relation("p/")
    (True, True, False, False)
    """
    return name in RELATIONS or (name.startswith("p/") and len(name) > 2)
