"""An agency's stories as papers print them: copies made by a seeded generator, with which of them are one story.

A paper puts its own headline and byline on a story, cuts it from the end or in the middle, moves paragraphs, changes a
word here and there after its own style, and adds a line of its own. The stories are texts that are no copies of one
another; the generator's words are its own.
"""

import random
import re
from collections.abc import Sequence

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"'“A-Z0-9])")
_HEADS = ("What we know so far", "Officials respond as questions remain", "Live: the latest", "In brief", "At a glance")
_WRITERS = ("Ada Marlow", "Igor Horak", "Wei Chen", "Lena Orsk", "Jon Brae", "Talia Marsh")
_PAPERS = ("Esk Post", "Salo Courier", "Kelm Herald", "Varna Daily", "Port Amar Times")
_STYLE = (
    ("said", "told reporters"), ("per cent", "percent"), ("percent", "per cent"), ("killed", "dead"), ("about", "some"),
    ("people", "persons"), ("after", "following"), ("also", "too"), ("on", "last"), ("more than", "over"),
)  # fmt: skip
_SHORTEST = 60
"""No copy has fewer words."""


def copies_of(story: str, number: int, seed: int) -> list[str]:
    """So many copies of a story, the first the story itself."""
    chance = random.Random(f"{seed} {story}")  # noqa: S311 (no secret)
    return [story, *(_copy(_paragraphs(story), chance) for _ in range(number - 1))]


def _paragraphs(story: str) -> list[str]:
    """The paragraphs of a story, of two or three sentences each."""
    sentences = [each for line in story.split("\n") for each in _SENTENCE_END.split(line.strip()) if each]
    return [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]


def _copy(paragraphs: Sequence[str], chance: random.Random) -> str:
    kept = _cut(paragraphs, chance)
    if len(kept) > 3 and chance.random() < 0.5:
        tail = kept[1:]
        at = chance.randrange(1, len(tail))
        kept = [kept[0], *tail[at:], *tail[:at]]
    body = [_restyled(each, chance) for each in kept]
    head = chance.choice((*_HEADS, " ".join(paragraphs[0].split()[: chance.randrange(4, 9)])))
    byline = f"By {chance.choice(_WRITERS)}, {chance.choice(_PAPERS)}"
    parts = [head, byline, *body]
    if chance.random() < 0.3:
        parts.append(f"Readers of the {chance.choice(_PAPERS)} can write to the editor at any time.")
    return "\n\n".join(parts)


def _cut(paragraphs: Sequence[str], chance: random.Random) -> list[str]:
    """What a paper has room for: all of it, its beginning, or what is left without some paragraphs of the middle."""
    how = chance.random()
    if how < 0.3:
        return list(paragraphs)
    if how < 0.7:
        kept = list(paragraphs[: max(1, round(len(paragraphs) * chance.uniform(0.35, 0.9)))])
    else:
        kept = [each for place, each in enumerate(paragraphs) if place == 0 or chance.random() > 0.3]
    return kept if sum(len(each.split()) for each in kept) >= _SHORTEST else list(paragraphs)


def _restyled(paragraph: str, chance: random.Random) -> str:
    words = paragraph
    for before, after in _STYLE:
        if chance.random() < 0.25:
            words = re.sub(rf"\b{before}\b", after, words, count=1)
    return words
