"""What a text is recognised by where it is printed again: a sample of its runs of words.

Each run of five words has a hash, and of the hashes those are kept that four divides (Broder, "On the resemblance and
containment of documents", 1997): of two texts the share of common hashes tells how much of the one stands in the other,
wherever it was cut and however its paragraphs were put in order. A sample by hash, unlike MinHash, estimates
containment, which a cut copy keeps, as well as resemblance, which it loses.
"""

from __future__ import annotations

import re
import sys
from array import array
from hashlib import blake2b

__all__ = ["fingerprint", "fingerprints"]

_WORD = re.compile(r"\w+")
_RUN = 5
"""How many words make a run."""
_SAMPLE = 4
"""One in so many hashes is kept."""
_BYTES = 8


def fingerprint(text: str) -> bytes:
    """The hashes kept of a text, each once and in order, as little-endian numbers of 64 bits."""
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text.casefold())]
    runs = {b" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    hashes = (int.from_bytes(blake2b(run, digest_size=_BYTES).digest(), "little") for run in runs)
    return _packed(sorted(each for each in hashes if each % _SAMPLE == 0))


def fingerprints(packed: bytes) -> array[int]:
    """The hashes from how they are kept.

    >>> len(fingerprints(fingerprint("A mill burnt down in the night; nobody was hurt, the brigade said."))) < 8
    True
    """
    found = array("Q")
    found.frombytes(packed)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _packed(hashes: list[int]) -> bytes:
    found = array("Q", hashes)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()
