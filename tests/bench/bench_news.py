"""Print the cards of twenty stories and twenty people of an archive, chosen by a fixed seed, for a reader to judge.

    python tests/bench/bench_news.py GRAPH [--disputes] [--seed=35]

A person is one named in three articles or more. With `--disputes`, thirty conflicts in their place.
"""

import sys
from random import Random

import kg
from kg.graph.conflicts import find_conflicts
from kg.graph.facts.value import NewsValue
from kg.graph.stories.briefs import briefs, entity_brief
from kg.graph.stories.finding import stories_of
from kg.graph.stories.model import Stories

CARDS, DISPUTES, LEAST = 20, 30, 3


def write(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    contents = kg.open(sys.argv[1]).contents
    seed = next((int(each[7:]) for each in sys.argv if each.startswith("--seed=")), 35)
    chance = Random(seed)  # noqa: S311 (a sample)
    if "--disputes" in sys.argv:
        found = list(find_conflicts(contents))
        for each in chance.sample(found, min(DISPUTES, len(found))):
            write(f"\n{each.kind}: {each.title}")
            for account in each.accounts[:6]:
                write(f"  {account.value} | {account.source} | {account.document} | {' '.join(account.quote.split())}")
        return
    value, stories = NewsValue(contents), list(stories_of(contents))
    people = [each for each in contents.entities if each.cls == "Person" and len(each.documents) >= LEAST]
    told = Stories(tuple(chance.sample(stories, min(CARDS, len(stories)))))
    chosen = chance.sample(people, min(CARDS, len(people)))
    for brief in [*briefs(told, contents, (), value), *(entity_brief(contents, each, (), value) for each in chosen)]:
        head = brief.story.headline if brief.story else f"{brief.about.label}, named in {len(brief.documents)} articles"  # type: ignore[union-attr]  # an entity
        write(f"\n{head}\n  {brief.sentence.text if brief.sentence else '-'}")
        for fact in brief.main[:3]:
            write(f"  - {fact.subject} {fact.relation} {fact.object} ({fact.voices})")


if __name__ == "__main__":
    main()
