"""Chains of persons in invented reports of courts, accidents and battles: none holds two of them.

A third was held out while rules were mended by the others; since December 2026 its errors have been read as well.
Run as a program it prints the figures, with "open" or "held-out" the mixed chains too.
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
    """Return whether a report is in the third, by a hash of its id, that no rule is mended for."""
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
    """The person whose marked words a mention has: the same words, else those around it, else those that overlap it."""
    overlap = {s: (min(end, s[1]) - max(begin, s[0])) / (max(end, s[1]) - min(begin, s[0])) for s in spans}
    around = [s for s in spans if s[0] <= begin and end <= s[1]] if inside else []
    best = min(around, key=lambda s: s[1] - s[0]) if around else max(spans, key=lambda s: overlap[s])
    return best[2] if around or overlap[best] >= 0.5 else None


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


def measure(reports):
    """The chains that hold two persons, and of the links between mentions of one person how many are found."""
    mixed, links, joined = [], 0, 0
    for report in reports:
        chains = [(name, found) for name, found in chains_of(report) if found]
        marked = {}
        for number, (name, found) in enumerate(chains):
            if len({person for _, _, person in found}) > 1:
                mixed.append((report["id"], name, found))
            for _, _, person in found:
                marked.setdefault(person, []).append(number)
        links += sum(len(numbers) - 1 for numbers in marked.values())
        joined += sum(len(numbers) - len(set(numbers)) for numbers in marked.values())
    return mixed, joined / links


@pytest.mark.parametrize(("held_out", "most", "found"), [(False, 0, 0.85), (True, 4, 0.86)])
def test_no_chain_holds_two_persons(held_out, most, found):
    mixed, joined = measure([report for report in REPORTS if is_held_out(report) == held_out])
    assert len(mixed) <= most, [report for report, _, _ in mixed] if held_out else mixed
    assert joined >= found


def main():
    for held_out in (False, True):
        mixed, joined = measure([report for report in REPORTS if is_held_out(report) == held_out])
        lines = [
            f"  {report}: {name}: {'; '.join(f'{w} = {p}' for w, _, p in found)}\n" for report, name, found in mixed
        ]
        part = "held-out" if held_out else "open"
        sys.stdout.write(f"{part}: {len(mixed)} chains of two persons, {joined:.3f} of the links of one person\n")
        sys.stdout.writelines(lines if part in sys.argv else ())


if __name__ == "__main__":
    main()
