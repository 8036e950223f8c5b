"""Whether a text is English, told from its function words: cheap, and no model.

A language's commonest words make up a third or more of its running text, and hardly any of another's. Those that
another language shares with English do not count for it.
"""

from __future__ import annotations

import re
from itertools import islice

from kg.errors import ReadError

__all__ = ["require_english"]

_COMMON = {
    "English": "the of and to in a is was that for on with as at by an be are were has have had it its his her he she "
    "they their this from or which will would who not but said after about been than when into out up over more also",
    "Danish, Norwegian or Swedish": "och att det som på är av den för med till inte ett har om og er til ikke på af "
    "fra ved blev være var han hun men sig",
    "Dutch": "de het een van en in dat die niet op te zijn met voor aan er ook maar door naar werd wordt heeft",
    "Finnish": "ja on ei että se oli hän mutta kun myös ovat sekä tai joka niin",
    "French": "le la les des du de et est une un que qui dans pour sur pas au aux par plus avec ce il elle son sont",
    "German": "der die das und den von zu ist mit dem sich des auf für nicht ein eine im auch es an wird wurde hat",
    "Indonesian or Malay": "yang dan di dengan untuk dari ini itu dalam pada tidak adalah akan ke oleh telah juga",
    "Italian": "il di che la e un una per del della non sono con gli le da nel alla dei è si come anche al",
    "Polish": "w i na z się nie do że to jest o jak po za od przez dla był była oraz ale przy",
    "Portuguese": "o que de e do da em um uma para com não os as no na por mais dos das se ao foi é",
    "Romanian": "de și în a la cu pe din care este o nu că pentru mai un sunt prin fost au",
    "Spanish": "el la de que y en los del se las por un una para con no su al es lo como más fue ha",
    "Turkish": "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ama ne var",
}
_ENGLISH = frozenset(_COMMON["English"].split())
_OTHERS = {
    language: frozenset(words.split()) - _ENGLISH for language, words in _COMMON.items() if language != "English"
}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 5_000
_FEW = 4
"""With fewer words than this, nothing can be told and the text is read."""
_ENOUGH = 40
"""From so many words on, English shows at least `_FLOOR` of its own function words."""
_FLOOR = 0.04


def require_english(text: str) -> None:
    """Refuse a text in another language, judged from its first words: ReadError.

    A text too short to tell passes.
    """
    words = [match[0] for match in islice(_WORD.finditer(text), _SAMPLE)]
    if len(words) < _FEW:
        if words and not any(map(_latin, words)):
            raise ReadError("not in the Latin script: only English is read")
        return
    if sum(map(_latin, words)) < len(words) / 2:
        raise ReadError("not in the Latin script: only English is read")
    english = sum(word.lower() in _ENGLISH for word in words)
    language, hits = max(  # in lower case only: "De", "Van" and "El" are parts of names
        ((language, sum(word in known for word in words)) for language, known in _OTHERS.items()),
        key=lambda pair: pair[1],
    )
    if hits > english and hits >= max(2, len(words) / 10):
        raise ReadError(f"not English (it looks {language}): only English is read")
    if len(words) >= _ENOUGH and english < _FLOOR * len(words):
        raise ReadError("not English (hardly any English function word in it): only English is read")


def _latin(word: str) -> bool:
    return word[0] < "\u0250" or "\u1e00" <= word[0] < "\u1f00"
