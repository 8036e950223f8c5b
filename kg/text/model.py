"""The records that pass between the stages of reading a text: one frozen dataclass each, built by hand in tests.

Tokens are counted through the document; ranges are half-open, over tokens where nothing else is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from kg.model import Factuality, MentionKind


class WordVectors(Protocol):
    """A table of vectors, one a word."""

    def of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors in some rows."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of the words of a text: `rows` has the row of each token's word in `meanings`."""

    rows: NDArray[np.int64]
    meanings: WordVectors


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed text: one row a token, in columns, white space left out.

    `heads` gives the token that governs each (a root governs itself); `names` are the model's named entities and
    `sentences` and `blocks` ranges, all half-open over tokens; `begins` and `ends` are code points of `text`.
    `children` lists the tokens that a token governs, in order; `left` and `right` are the first and last token of
    the subtree of each. A parse made by hand has no `vectors`.
    """

    text: str
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    names: tuple[tuple[int, int, str], ...]
    sentences: tuple[tuple[int, int], ...]
    blocks: tuple[tuple[int, int], ...]
    vectors: Vectors | None = field(default=None, compare=False, repr=False)
    lowers: tuple[str, ...] = field(init=False)
    children: tuple[tuple[int, ...], ...] = field(init=False)
    left: tuple[int, ...] = field(init=False)
    right: tuple[int, ...] = field(init=False)
    sentence_of: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Derive what follows from the columns."""
        size = len(self.words)
        children: list[list[int]] = [[] for _ in range(size)]
        for token, head in enumerate(self.heads):
            if head != token:
                children[head].append(token)
        left, right, sentence_of = list(range(size)), list(range(size)), [0] * size
        for number, (start, end) in enumerate(self.sentences):
            sentence_of[start:end] = [number] * (end - start)
            _spread(self.heads, start, end, left, right)
        columns: dict[str, Iterable[object]] = {"lowers": map(str.lower, self.words), "children": map(tuple, children)}
        columns |= {"left": left, "right": right}
        for name, column in (*columns.items(), ("sentence_of", sentence_of)):
            object.__setattr__(self, name, tuple(column))

    def __len__(self) -> int:
        """The number of tokens."""
        return len(self.words)

    def lower_at(self, token: int) -> str:
        """The word at a token in lower case, "" before and behind the text."""
        return self.lowers[token] if 0 <= token < len(self.lowers) else ""

    def sentence_end(self, token: int) -> int:
        """The end of the sentence of a token, itself no part of it."""
        return self.sentences[self.sentence_of[token]][1]

    def span(self, start: int, end: int) -> Span:
        """The code points of the tokens [start, end)."""
        return Span(self.begins[start], self.ends[end - 1])

    def dependents(self, token: int, *labels: str) -> list[int]:
        """The tokens that `token` governs by one of these dependencies, in order."""
        return [child for child in self.children[token] if self.deps[child] in labels]

    def words_of(self, start: int, end: int) -> str:
        """The text of the tokens [start, end), as it stands."""
        return self.text[self.begins[start] : self.ends[end - 1]]


def _spread(heads: tuple[int, ...], start: int, end: int, left: list[int], right: list[int]) -> None:
    """Set the edges of each subtree in a sentence: every token widens all that govern it."""
    for token in range(start, end):
        node, head = token, heads[token]
        while head != node:
            if token < left[head]:
                left[head] = token
            elif token > right[head]:
                right[head] = token
            else:
                break
            node, head = head, heads[head]


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A proper name or a country's adjective: tokens [start, end), its class and kind."""

    start: int
    end: int
    cls: str
    kind: MentionKind = "name"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may refer to an entity.

    `start` and `end` are tokens, half-open: determiner, modifiers and head, or the whole of a name, without what
    follows the head. A phrase may stand inside another: "Donald Trump" in "US President Donald Trump", "Taliban" in
    "Taliban officials". `cls` is the class of the ontology that the phrase itself suggests, "" where it says
    nothing (a pronoun). A post is a phrase of class Role inside the phrase for the person: "official" in "an Afghan
    official", "President" in "President Donald Trump". `by_llm`: an LLM alone says what it refers to.
    """

    start: int
    end: int
    head: int
    kind: MentionKind
    cls: str
    plural: bool = False
    by_llm: bool = False


@dataclass(frozen=True, slots=True)
class Referent:
    """What phrases of one document refer to together: an entity before it is known to take part in a fact.

    `name` is the fullest proper name without title, else the first nominal without its determiner; `aliases` are the
    other names and nominals in order of first use.
    """

    name: str
    cls: str
    aliases: tuple[str, ...]
    phrases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Referents:
    """The phrases of a document and what each refers to.

    `referent_of` gives each phrase's place in `referents`, -1 for a phrase that refers to nothing (a pleonastic "it").
    `phrase_at` gives, for each token, the place of the phrase whose head it is, else of the innermost phrase that
    covers it, else -1.
    """

    phrases: tuple[Phrase, ...]
    referents: tuple[Referent, ...]
    referent_of: tuple[int, ...]
    phrase_at: tuple[int, ...]

    def cls(self, phrase: int) -> str:
        """The class of what a phrase refers to, else the one that the phrase itself suggests."""
        referent = self.referent_of[phrase]
        return self.referents[referent].cls if referent >= 0 else self.phrases[phrase].cls

    def is_named(self, referent: int) -> bool:
        """Whether a phrase names a referent; -1 is none."""
        return referent >= 0 and any(self.phrases[at].kind == "name" for at in self.referents[referent].phrases)

    def starting(self, token: int) -> int:
        """The phrase at a token that starts there and refers to something, -1 where there is none."""
        place = self.phrase_at[token] if token < len(self.phrase_at) else -1
        return place if place >= 0 and self.phrases[place].start == token and self.referent_of[place] >= 0 else -1

    def extent(self, *phrases: int) -> tuple[int, int]:
        """The tokens from the first to the last of these phrases, half-open."""
        return min([self.phrases[p].start for p in phrases]), max([self.phrases[p].end for p in phrases])


type ArgumentRole = Literal["subject", "object", "recipient", "attribute", "oblique", "complement"]
"""Deep roles: in "X was hit by Y", Y is the subject and X the object. `attribute` is what a copula predicates,
`complement` the head of a clause that the predicate takes ("said that …", "tried to …")."""

type ClauseKind = Literal["finite", "relative", "participle", "infinitive", "gerund", "nominal"]


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a clause: the head token of a phrase, its role and, of an oblique, its preposition.

    Coordinated phrases are arguments of their own. `preposition` is in lower case, words of a compound one joined by
    "_" ("out_of", "on_behalf_of"), "" where there is none ("left last week"). A complement carries the preposition
    that opens it ("by" in "won by cheating").
    """

    head: int
    role: ArgumentRole
    preposition: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate and its arguments.

    `head` is the token of the verb, of the predicate word after "be" ("responsible", "head"), or of the noun of a
    nominal clause ("the attack on X by Y"), the participle of a compound ("the Oslo-backed plan"), or the noun of a
    light-verb one ("held a meeting"); `lemma` its lemma, with a particle joined by "_" ("pull_out"), for a noun that of
    its verb ("attack", "meet"). `verb` is the token of the verb that carries the tense: the head itself, the copula,
    the light verb; of a nominal clause the noun. `parent` is the clause (its place in the tuple of clauses) that this
    one depends on, -1 for a main clause, and `link` how: the dependency label ("ccomp", "xcomp", "advcl", "relcl",
    "acl", "conj", "pcomp"), "nominal" for a noun within the parent, "light" for the reading of a light verb beside the
    plain one, which is the parent. `marker` is the word that opens it ("if", "that", "because", "before"), `modal` the
    modal ("will", "may") or the lemma of the semi-modal that governs it ("plan", "expect", "fail"), "" for none.
    `start` and `end` are tokens, half-open: the clause's own words without those of clauses that merely follow.
    """

    head: int
    lemma: str
    kind: ClauseKind
    arguments: tuple[Argument, ...]
    start: int
    end: int
    passive: bool = False
    negated: bool = False
    copular: bool = False
    modal: str = ""
    marker: str = ""
    parent: int = -1
    link: str = ""
    verb: int = -1

    def heads(self, role: ArgumentRole, *prepositions: str) -> tuple[int, ...]:
        """The heads of the arguments with this role and, where any is given, one of these prepositions."""
        found = [arg for arg in self.arguments if arg.role == role]  # lists, since these are looked up very often
        return tuple([arg.head for arg in found if not prepositions or arg.preposition in prepositions])


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: its words between the marks.

    `begin` and `end` are code points of the text, `start` and `stop` tokens, both half-open and without the marks.
    `speaker` is the head token of the phrase (or the pronoun) that names who says it, `clause` the place of the
    clause of saying in the clauses, `to` the head token of whom it is said to; each -1 where the text names none.
    `speech` is false for a name or a word in quotation marks.
    """

    begin: int
    end: int
    start: int
    stop: int
    speech: bool
    speaker: int = -1
    clause: int = -1
    to: int = -1


@dataclass(frozen=True, slots=True)
class Time:
    """Words that name a time.

    `start` and `end` are tokens, half-open; `value` is the ISO 8601 date or interval, "" where it cannot be known.
    `governor` is the token of the verb or noun that the words date ("the 2020 agreement": "agreement"), -1 for none.
    """

    start: int
    end: int
    value: str
    governor: int = -1


@dataclass(frozen=True, slots=True)
class Judgement:
    """A clause's factuality, the head token of the phrase or pronoun for who says it, or -1; `quoted`: in a quote."""

    factuality: Factuality = "asserted"
    source: int = -1
    quoted: bool = False


ASSERTED = Judgement()

PROPOSED = "model.pair"
"""The rule id of what the model alone finds (`kg.text.ranking`)."""

UNNAMED = -1
"""The subject of a relation mention whose agent the text does not name."""


@dataclass(frozen=True, slots=True)
class RelationMention:
    """One relation between two phrases, or a phrase and a value, as a rule found it.

    `subject` and `object` are places in `Referents.phrases` (`UNNAMED` for an agent that is not named); where the
    object is a date or words, `object` is -1 and `value` holds it, with `kind` "date" or "text". `anchor` is the token
    of the predicate (verb, noun of a nominal clause, title, preposition); `clause` the clause it stands in, -1 where
    the noun phrase alone says it. `tokens` are the first and the last token + 1 of the words that say it. `negated`:
    the words themselves deny it ("boycotted the summit"); `fallback`: it is only assumed, for want of a rule that says
    more about the two phrases. `judged` and `time` are the finder's own judgement and time, in place of the clause's.
    `stated_at` is the token of the word that says it where that is not the anchor, -1 where no word does; `value_at`
    the tokens of its value, where the finder knows them.
    """

    subject: int
    predicate: str
    object: int
    rule: str
    anchor: int
    tokens: tuple[int, int]
    clause: int = -1
    value: str = ""
    kind: str = "entity"
    qualifiers: tuple[tuple[str, int | str], ...] = ()
    confidence: float = 1.0
    negated: bool = False
    fallback: bool = False
    judged: Judgement | None = None
    time: str | None = None
    stated_at: int | None = None
    value_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """What somebody says, as the text gives it.

    `source` is the head token of the phrase (or the pronoun) that names who says it, `to` that of whom it is said to,
    -1 where nobody is named. `span` are the words, without quotation marks; `clause` is the place of the clause of
    saying, -1 where there is none ("according to X"); `clauses` are the places of the clauses inside the words.
    """

    source: int
    span: Span
    direct: bool
    to: int = -1
    clause: int = -1
    clauses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the stages before found in one document.

    `judgements` and `clause_times` have one item for each of `clauses`; `today` is the article's date.
    """

    parse: Parse
    referents: Referents
    clauses: Sequence[Clause]
    judgements: Sequence[Judgement]
    times: Sequence[Time]
    clause_times: Sequence[Time | None]
    relations: Sequence[RelationMention]
    claims: Sequence[ClaimMention] = ()
    today: date | None = None
