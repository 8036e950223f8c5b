"""Parses and referents built by hand: tests of a stage on them need no language model."""

from collections.abc import Sequence

from kg.model import MentionKind
from kg.text.model import Parse, Phrase, Referent, Referents

_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON",
    "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "MD": "AUX",
    "IN": "ADP", "TO": "PART", "DT": "DET", "JJ": "ADJ", "RB": "ADV", "CD": "NUM", "CC": "CCONJ",
}  # fmt: skip


def parse_of(*sentences: str) -> Parse:
    """A parse of sentences, each given as "word[=lemma]/TAG/label/head …"; heads are counted within a sentence."""
    rows: list[tuple[str, str, str, str, int]] = []
    ranges = []
    for sentence in sentences:
        first = len(rows)
        for token in sentence.split():
            form, tag, label, head = token.rsplit("/", 3)
            word, _, lemma = form.partition("=")
            rows.append((word, lemma or word, tag, label, first + int(head)))
        ranges.append((first, len(rows)))
    words, lemmas, tags, labels, heads = zip(*rows, strict=True)
    begins = [0]
    for word in words:
        begins.append(begins[-1] + len(word) + 1)
    return Parse(
        text=" ".join(words),
        words=words,
        lemmas=lemmas,
        pos=tuple(_POS.get(tag, "PUNCT") for tag in tags),
        tags=tags,
        deps=labels,
        heads=heads,
        begins=tuple(begins[:-1]),
        ends=tuple(begin + len(word) for begin, word in zip(begins, words, strict=False)),
        names=(),
        sentences=tuple(ranges),
        blocks=((0, len(words)),),
    )


def refer(parse: Parse, *chains: Sequence[tuple[int, int, str]]) -> Referents:
    """Referents, one for each chain of phrases (first token, token after the last, class); a head ends its phrase."""
    phrases = sorted((start, -end, cls, number) for number, chain in enumerate(chains) for start, end, cls in chain)
    built = tuple(Phrase(start, -end, -end - 1, _kind(parse, -end - 1), cls) for start, end, cls, _ in phrases)
    referent_of = tuple(number for *_, number in phrases)
    phrase_at = [-1] * len(parse)
    for place, phrase in enumerate(built):  # from without to within
        phrase_at[phrase.start : phrase.end] = [place] * (phrase.end - phrase.start)
    for place, phrase in enumerate(built):
        phrase_at[phrase.head] = place
    referents = []
    for number in range(len(chains)):
        own = tuple(place for place, referent in enumerate(referent_of) if referent == number)
        first = built[own[0]]
        referents.append(Referent(parse.words_of(first.start, first.end), first.cls, (), own))
    return Referents(built, tuple(referents), referent_of, tuple(phrase_at))


def _kind(parse: Parse, head: int) -> MentionKind:
    return "name" if parse.pos[head] == "PROPN" else "pronoun" if parse.pos[head] == "PRON" else "nominal"
