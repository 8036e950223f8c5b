"""Former place of what `nouns`, `places` and `name_classes` hold; callers move to those, and this goes."""

from kg.text.lexicon.name_classes import class_of_known, class_of_name
from kg.text.lexicon.nouns import EVENTS, ORGANIZATIONS, PLACES, class_group, class_of_noun
from kg.text.lexicon.places import place_class

__all__ = [
    "EVENTS",
    "ORGANIZATIONS",
    "PLACES",
    "class_group",
    "class_of_known",
    "class_of_name",
    "class_of_noun",
    "place_class",
]
