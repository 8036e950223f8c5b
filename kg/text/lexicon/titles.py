"""Words for titles, posts and kinship, in lower case; compounds joined by "_".

A comment over each list in `words/titles.toml`, `posts.toml` and `kinship.toml` says what it is for.
"""

from __future__ import annotations

from typing import Final

from kg.text.lexicon.tables import word_labels, word_lists

_TITLES: Final = word_lists("words/titles")
COURTESY: Final = _TITLES["courtesy"]
BEFORE_NAMES: Final = _TITLES["before_names"]
MODIFIERS: Final = _TITLES["modifiers"]
KINDS: Final = _TITLES["kinds"]
PAIRS: Final = _TITLES["pairs"]
COMPLETIONS: Final = _TITLES["completions"]
STATUS: Final = _TITLES["status"]

_POSTS: Final = word_lists("words/posts")
HEADS: Final = _POSTS["heads"]
POSTS: Final = _POSTS["posts"]
MEMBERS: Final = _POSTS["members"]
OCCUPATIONS: Final = _POSTS["occupations"]
TRADES: Final = _POSTS["trades"]
TEAM_POSTS: Final = _POSTS["team_posts"]
NOT_POSTS: Final = _POSTS["not_posts"]
PORTFOLIOS: Final = _POSTS["portfolios"]
WITH_PORTFOLIO: Final = _POSTS["with_portfolio"]
IN_CHARGE: Final = _POSTS["in_charge"]
ENVOYS: Final = _POSTS["envoys"]
WON: Final = _POSTS["won"]

KINSHIP: Final = word_labels(
    "words/kinship", "relations", labels=("spouseOf", "parentOf", "childOf", "siblingOf", "relativeOf")
)
"""The relation of the ontology that each word of kinship stands for."""
GENDER: Final = word_labels("words/kinship", "gender", labels=("male", "female"))

POST_WORDS: Final = frozenset(
    word for posts in (POSTS, HEADS, MEMBERS, BEFORE_NAMES, OCCUPATIONS) for post in posts for word in post.split("_")
)
"""Every word of a post, a title or an occupation."""
