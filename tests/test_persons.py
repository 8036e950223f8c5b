"""Chains of persons in invented reports of courts, accidents and battles: none holds two of them.

Run as a program it prints the figures: `python tests/test_persons.py [part]`, part "open" or "held-out".
"""

import re
import sys
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from kg.model import Document
from kg.pipeline import read

FOLDER = Path(__file__).with_name("cases") / "persons"
REPORTS = [r for path in sorted(FOLDER.glob("*.toml")) for r in tomllib.loads(path.read_text("utf-8"))["report"]]


def is_held_out(report):
    """Whether nobody looks at a report when a rule is mended: a third of them, by a hash of the id."""
    return sha256(report["id"].encode()).digest()[0] % 3 == 0


def unmarked(marked):
    """The text without its marks, and the marked spans as (begin, end, person)."""
    text, spans, still_open = "", [], []
    for piece in re.split(r"(\[\w+ |\])", marked.strip()):
        if re.fullmatch(r"\[\w+ ", piece):
            still_open.append((len(text), piece[1:-1]))
        elif piece == "]":
            begin, person = still_open.pop()
            spans.append((begin, len(text), person))
        else:
            text += piece
    assert not still_open
    return text, spans


def person_of(begin, end, spans, *, inside):
    """The person whose marked words a mention has: those that overlap it most, else the shortest around it."""
    overlap = {s: (min(end, s[1]) - max(begin, s[0])) / (max(end, s[1]) - min(begin, s[0])) for s in spans}
    best = max(spans, key=lambda s: overlap[s])
    if overlap[best] >= 0.5:
        return best[2]
    around = [s for s in spans if s[0] <= begin and end <= s[1]]
    return min(around, key=lambda s: s[1] - s[0])[2] if inside and around else None


def chains_of(report):
    """The mentions of marked persons in each chain, as (words, kind, person)."""
    text, spans = unmarked(report["text"])
    for entity in read(Document(report["id"], text)).entities:
        if entity.cls == "Role":
            continue
        found = []
        for mention in entity.mentions:
            person = person_of(
                mention.span.begin, mention.span.end, spans, inside=entity.cls == "Person" and mention.kind != "pronoun"
            )
            if person:
                found.append((mention.span.slice(text), mention.kind, person))
        yield entity.name, found


@pytest.mark.parametrize("report", [pytest.param(report, id=report["id"]) for report in REPORTS])
def test_no_chain_holds_two_persons(report):
    mixed = [(name, found) for name, found in chains_of(report) if len({person for _, _, person in found}) > 1]
    assert not mixed


def main():
    for held_out in (False, True):
        name, reports = "held-out" if held_out else "open", [r for r in REPORTS if is_held_out(r) == held_out]
        mixed = bare = links = joined = 0
        for report in reports:
            chains = [(chain, found) for chain, found in chains_of(report) if found]
            marked = {}
            for number, (chain, found) in enumerate(chains):
                for _, _, person in found:
                    marked.setdefault(person, []).append(number)
                persons = {person for _, _, person in found}
                if len(persons) > 1:
                    mixed += 1
                    bare += len({person for _, kind, person in found if kind != "pronoun"}) > 1
                    if not held_out and "open" in sys.argv:
                        print(f"  {report['id']}: {chain}: {'; '.join(f'{w} = {p}' for w, _, p in found)}")
            links += sum(len(numbers) - 1 for numbers in marked.values())
            joined += sum(len(numbers) - len(set(numbers)) for numbers in marked.values())
        print(
            f"{name}: {len(reports)} reports, {mixed} chains of two persons, {bare} without pronouns; "
            f"{joined} of {links} links of one person ({joined / links:.3f})"
        )


if __name__ == "__main__":
    main()
