"""Spellings of one name: acronyms, abbreviations, hyphens, turned ministries, slips of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.tables import words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["acronyms", "is_abbreviation", "join_hyphens", "unturned"]

_SMALL: Final = words("words/coref/names", "small")
"""How many letters a word has at least that may be a slip for another."""


def acronyms(name: Sequence[str]) -> set[str]:
    """The acronyms in lower case that the words of a name make, small words counted or not, its version behind them.

    >>> sorted(acronyms(["Bank", "of", "England"])), sorted(acronyms(["Internet", "Explorer", "6"]))
    (['be', 'boe'], ['ie', 'ie6'])
    """
    plain = ((word, word.replace(".", "")) for word in name if word[0].isalpha())  # all letters of "U.S." and "US"
    given = [(word, short if len(short) == 2 and short.isupper() else word[0]) for word, short in plain]
    whole = "".join(letters for _, letters in given).lower()
    large = "".join(letters for word, letters in given if word.lower() not in _SMALL).lower()
    version = f"{large}{name[-1].lower()}" if name[-1][0].isdigit() and len(name) > 2 else ""
    return {letters for letters in (whole, large, version) if len(letters) > 1}


def is_abbreviation(short: str, name: Sequence[str]) -> bool:
    """Whether the letters of a short form stand in a name in their order, the first one first.

    The test of Schwartz and Hearst (2003, "A simple algorithm for identifying abbreviation definitions"), forwards.

    >>> is_abbreviation("ICEX", ["Icy", "Moons", "Explorer"]), is_abbreviation("ICEX", ["Moons", "Explorer"])
    (True, False)
    """
    letters, full = "".join(c for c in short if c.isalpha()).lower(), "".join(name).lower()
    if len(name) < 2 or not short[0].isupper() or sum(c.isupper() for c in short) < 2 or letters[0] != full[0]:
        return False
    rest = iter(full)
    return all(letter in rest for letter in letters)


def join_hyphens(name: list[str], *, person: bool) -> list[str]:
    """The words in lower case with those that a hyphen joins in a person's name made one: "okonkwo", "-", "reid".

    The Arabic article goes from a person's name ("al-Atassi" is "Atassi"), its hyphen from others ("al-Qaeda").

    >>> join_hyphens(["farid", "al-attasi"], person=True), join_hyphens(["al", "-", "qaeda"], person=False)
    (['farid', 'attasi'], ['al', 'qaeda'])
    """
    if not person:
        return [name[0], *name[2:]] if name[0] in ("al", "el") and name[1:2] == ["-"] else name
    found: list[str] = []
    for word in name:
        if found and (word == "-" or found[-1].endswith("-")):
            found[-1] += word
        else:
            found.append(word)
    return [word.removeprefix("al-").removeprefix("el-") or word for word in found]


def unturned(name: list[str]) -> list[str]:
    """The words in lower case of "Ministry of Foreign Affairs" as in "Foreign Ministry", after a country's too.

    >>> unturned(["ministry", "of", "the", "interior"])
    ['interior', 'ministry']
    """
    if name[:2] == ["united", "states"]:
        return [*name[:2], *unturned(name[2:])]
    if len(name) < 3 or name[0] not in ("ministry", "department") or name[1] not in ("of", "for"):
        return name
    charge = name[3:] if name[2] == "the" else name[2:]
    return [*(charge[:1] if charge[1:] == ["affairs"] else charge), name[0]]
