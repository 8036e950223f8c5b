"""What a writer of e-mail wrote, without what the message repeats: quoted replies, signatures, footers of lists.

Sources: RFC 3676 for "> ", the signature's "-- " and flowed lines; the forms in which Outlook, Gmail and Apple Mail
introduce what they quote.
"""

from __future__ import annotations

import re

__all__ = ["unflowed", "without_repetition"]

_QUOTE = re.compile(r"\s{0,3}>")
_WROTE = re.compile(r"\s*On\s.{6,300}?\swrote:\s*", re.DOTALL)
_LONGEST_INTRODUCTION = 3
"""So many lines may introduce a quotation: "On Mon, 4 Mar 2024 at 10:00, Ada Marlow <…> wrote:"."""
_ORIGINAL = re.compile(r"\s*-{2,}\s*Original Message\s*-{2,}\s*", re.IGNORECASE)
_FORWARDED = re.compile(r"\s*(?:-{2,}\s*Forwarded message\s*-{2,}|Begin forwarded message:)\s*", re.IGNORECASE)
_RULE = re.compile(r"\s*_{10,}\s*")
_HEADER = re.compile(r"\s*\*?(?:From|Sent|Date|To|Cc|Subject|Reply-To):\*?\s.*", re.IGNORECASE)
_SIGNATURE = re.compile(r"--\s*")
_LONGEST_SIGNATURE = 15
_DEVICE = re.compile(r"\s*(?:Sent from my \w+.*|Get Outlook for \w+.*)", re.IGNORECASE)
_SERVICE = re.compile(r"\bunsubscribe\b|\bview (?:it |this )?(?:e-?mail )?in (?:a |your )?browser\b", re.IGNORECASE)
_MOST_WORDS = 15
"""A line of service says no more."""
_LIST_FOOTER = re.compile(r"mailing list|unsubscribe", re.IGNORECASE)


def without_repetition(text: str) -> tuple[str, tuple[str, ...]]:
    r"""What its writer wrote of a message, and what was left out of it.

    >>> without_repetition("It is closed.\n\nOn Monday, Ida Berg wrote:\n> Is it closed?\n-- \nAda Marlow")
    ('It is closed.', ('quoted replies', 'signatures'))
    """
    lines, left_out = text.split("\n"), []
    for what, cut in (
        ("footers of lists", _without_footer),
        ("quoted replies", _without_quotes),
        ("signatures", _without_signature),
    ):
        kept = cut(lines)
        if [line for line in kept if line.strip()] != [line for line in lines if line.strip()]:
            left_out.append(what)
        lines = kept
    return "\n".join(lines).strip("\n"), tuple(left_out)


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """The paragraphs of flowed text (RFC 3676): a line that ends in a space goes on in the next."""
    found: list[str] = []
    flowing = False
    for line in text.split("\n"):
        words = line.removeprefix(" ") if not line.startswith(">") else line
        quoted = words.startswith(">")
        if flowing and not quoted:
            found[-1] = f"{found[-1][:-1] if delete_space else found[-1]}{words}"
        else:
            found.append(words)
        flowing = words.endswith(" ") and words != "-- " and not quoted
    return "\n".join(found)


def _without_footer(lines: list[str]) -> list[str]:
    for place in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_SIGNATURE), -1):
        if _RULE.fullmatch(lines[place]) and _LIST_FOOTER.search("\n".join(lines[place:])):
            lines = lines[:place]
            break
    return [line for line in lines if len(line.split()) > _MOST_WORDS or not _SERVICE.search(line)]


def _without_signature(lines: list[str]) -> list[str]:
    for place in range(len(lines) - 1, max(-1, len(lines) - 1 - _LONGEST_SIGNATURE), -1):
        if _SIGNATURE.fullmatch(lines[place]):
            return lines[:place]
    return [line for line in lines if not _DEVICE.fullmatch(line)]


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        if _FORWARDED.fullmatch(lines[place]):  # what is forwarded is what the message is for; its header is known
            place += 1
            while place < len(lines) and (not lines[place].strip() or _HEADER.fullmatch(lines[place])):
                place += 1
        elif _ORIGINAL.fullmatch(lines[place]) or _is_header_block(lines, place):
            break
        elif introduction := _introduction(lines, place):
            place += introduction
        elif _QUOTE.match(lines[place]):
            place += 1
        else:
            kept.append(lines[place])
            place += 1
    return kept


def _introduction(lines: list[str], place: int) -> int:
    """How many lines introduce a quotation that follows; 0 where none does."""
    if not lines[place].lstrip().startswith("On "):
        return 0
    for count in range(1, _LONGEST_INTRODUCTION + 1):
        if _WROTE.fullmatch("\n".join(lines[place : place + count])):
            rest = [line for line in lines[place + count :] if line.strip()]
            return count if rest and _QUOTE.match(rest[0]) else 0
    return 0


def _is_header_block(lines: list[str], place: int) -> bool:
    """Whether the header of a message that Outlook quotes begins here, perhaps after a rule."""
    if _RULE.fullmatch(lines[place]):
        place += 1
    block = [line for line in lines[place : place + 5] if line.strip()][:4]
    return len(block) >= 3 and "from:" in block[0].lower() and all(_HEADER.fullmatch(line) for line in block[:3])
