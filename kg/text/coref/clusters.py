"""The clusters of a document's mentions while they are being found: which mentions each holds, what is known of it.

A mention is given by the place of its phrase in `Clusters.phrases`, a cluster by that of the mention that opened it;
-1 is none of either.
"""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.text.lexicon.names import FIRST_NAMES
from kg.text.lexicon.nouns import ORGANIZATIONS, class_group
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import words
from kg.text.lexicon.titles import GENDER
from kg.text.syntax.dependencies import SUBJECTS, child
from kg.text.titles.posts import one_of_post

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.text.model import Parse, Phrase

_WINDOW = 120
"""How many mentions back the antecedent of a nominal may lie."""

_ARTICLES = words("words/function_words", "determiners", "indefinite_articles")
_OF_EMPLOYERS = words("words/function_words", "prepositions", "belonging_or_place")


_OF_ANY_KIND = words("words/coref/predicates", "of_any_kind")
_CALLED = ORGANIZATIONS | {"Country", "Region", "Product"}
"""The classes of what is called by nouns that are mostly of persons."""


type Candidate = tuple[int, int, int]
"""A mention, its cluster and how many sentences it stands before the token whose antecedent is sought."""


def only[T](found: Iterable[T], otherwise: T) -> T:
    """What alone was found, be it more than once; else what is to be taken where there is none or another.

    >>> only([7, 7], -1), only([7, 8], -1), only([], -1)
    (7, -1, -1)
    """
    several = set(found)
    return several.pop() if len(several) == 1 else otherwise


def best(scored: Iterable[tuple[float, int]]) -> int:
    """The cluster with the highest score, the first of several; -1 where there is none.

    >>> best([(0.5, 3), (2.0, 8), (2.0, 1)]), best([])
    (8, -1)
    """
    return max(scored, key=itemgetter(0), default=(0.0, -1))[1]


class Clusters:
    """Clusters of mentions: `of` gives each mention's cluster (-1 for none yet), `members` the mentions of each.

    `cls`, `gender` ("male", "female", ""), `plural` and `named` say what a cluster is; `nouns` the head nouns by which
    the text calls it; `recent` the mentions read so far, in order, and `count` how many of a cluster's these are.
    `phrase_at` gives for each token the mention whose head it is (no post), else the innermost that covers it;
    `headline_end` is the token after the headline, 0 where there is none.
    """

    def __init__(self, parse: Parse, phrases: Sequence[Phrase]) -> None:
        self.parse = parse
        self.phrases = phrases
        self.of = [-1] * len(phrases)
        self.members: dict[int, list[int]] = {}
        self.cls: dict[int, str] = {}
        self.plural: dict[int, bool] = {}
        self.gender: defaultdict[int, str] = defaultdict(str)
        self.named: defaultdict[int, bool] = defaultdict(bool)
        self.nouns: defaultdict[int, set[str]] = defaultdict(set)
        self.count: defaultdict[int, int] = defaultdict(int)
        self.recent: list[int] = []
        self.equated: set[int] = set()
        self._merged_into: dict[int, int] = {}
        self.phrase_at = self._index()
        self.headline_end = parse.blocks[0][1] if len(parse.blocks) > 1 else 0

    def _index(self) -> list[int]:
        at = [-1] * len(self.parse)
        mentions = sorted(enumerate(self.phrases), key=lambda item: item[1].start - item[1].end)
        others = [(mention, phrase) for mention, phrase in mentions if phrase.cls != "Role"]
        for mention, phrase in others:  # the longer first, so that the inner one overwrites
            at[phrase.start : phrase.end] = [mention] * (phrase.end - phrase.start)
        headed = {phrase.head: mention for mention, phrase in reversed(others)}
        for head, mention in headed.items():
            at[head] = mention
        for mention, phrase in mentions:
            if phrase.cls == "Role" and phrase.head not in headed:
                for token in range(phrase.start, phrase.end):
                    at[token] = mention if at[token] < 0 or token == phrase.head else at[token]
        return at

    def head_lemma(self, mention: int) -> str:
        """The lemma of a mention's head, in lower case; of the whole post in "the Governor-General"."""
        parse, head = self.parse, self.phrases[mention].head
        lemma = parse.lemmas[head].lower()
        whole = lemma == "general" and head > 1 and parse.words[head - 1] == "-"
        return f"{parse.lowers[head - 2]}-{lemma}" if whole else lemma

    def headed_by(self, token: int) -> int:
        """The mention whose head a token is, -1 for none."""
        at = self.phrase_at[token]
        return at if at >= 0 and self.phrases[at].head == token else -1

    def cluster_at(self, token: int) -> int:
        """The cluster of the mention at a token, -1 for none."""
        at = self.phrase_at[token]
        return self.of[at] if at >= 0 else -1

    def words(self, mention: int) -> str:
        """The words of a mention as they stand, one space between them."""
        phrase = self.phrases[mention]
        return " ".join(self.parse.words_of(phrase.start, phrase.end).split())

    def post_words(self, mention: int) -> str:
        """The words of a post as they stand, in the singular."""
        phrase = self.phrases[mention]
        text = self.parse.words_of(phrase.start, phrase.end)
        if not phrase.plural:
            return text
        return text[: len(text) - len(self.parse.words[phrase.head])] + one_of_post(self.parse, phrase.head)

    def is_named_person(self, mention: int) -> bool:
        """Whether a mention, -1 for none, is a person's name."""
        return mention >= 0 and self.phrases[mention].kind == "name" and self.phrases[mention].cls == "Person"

    def is_person_noun(self, mention: int) -> bool:
        """Whether a mention, -1 for none, is a nominal for one person."""
        phrase = self.phrases[mention]
        return mention >= 0 and phrase.kind == "nominal" and phrase.cls == "Person" and not phrase.plural

    def is_subject(self, mention: int) -> bool:
        """Whether a mention is the subject of a verb."""
        return self.parse.deps[self.phrases[mention].head] in SUBJECTS

    def is_indefinite(self, mention: int) -> bool:
        """Whether a mention is of one of a kind: "a member of Y", "a vice-president"; no "the", "his", "two"."""
        phrase = self.phrases[mention]
        return self.parse.lowers[phrase.start] in _ARTICLES and not phrase.plural

    def agreeing(self, mention: int, other: int) -> int:
        """The other of two mentions where it agrees with the first in class and number and so may corefer, else -1."""
        mine, theirs = self.phrases[mention], self.phrases[other]
        group, kinds = class_group(mine.cls), (mine.kind, theirs.kind)
        if theirs.kind == "pronoun":  # a relative one, whose antecedent is known
            known = self.of[other]
            agree = known >= 0 and self.cls[known] == mine.cls == "Person" and self.plural[known] == mine.plural
        elif mine.plural != theirs.plural or mine.kind == "pronoun":
            agree = False
        elif group == class_group(theirs.cls):
            agree = group != "Topic" or "name" not in kinds
        else:
            made = {group, class_group(theirs.cls)} <= {"Product", "Work", "Topic"} and "name" in kinds
            named, nominal = (mention, other) if mine.kind == "name" else (other, mention)
            agree = made or (kinds.count("name") == 1 and self.may_say(nominal, self.phrases[named].cls))
        return other if agree else -1

    def may_say(self, nominal: int, cls: str) -> bool:
        """Whether a nominal that is mostly of a person may say what one of a class is: "Acme, its main rival"."""
        phrase = self.phrases[nominal]
        mostly = phrase.kind == "nominal" and phrase.cls == "Person" and not phrase.plural
        return mostly and cls in _CALLED and self.head_lemma(nominal) in _OF_ANY_KIND

    def may_be(self, cluster: int, gender: str) -> bool:
        """Whether a cluster may be of a gender, "" for either, by what the text has said."""
        return not gender or self.gender[cluster] in ("", gender)

    def candidates(self, token: int = 0, window: int = _WINDOW, sentences: int = 1 << 30) -> Iterator[Candidate]:
        """The mentions read so far, the last first, at most `window` of them and from at most `sentences` before."""
        sentence = self.parse.sentence_of[token]
        for mention in reversed(self.recent[-window:]):
            back = sentence - self.parse.sentence_of[self.phrases[mention].head]
            if back > sentences:
                return
            yield mention, self.of[mention], back

    def owner(self, noun: int) -> int:
        """The cluster of whoever has what a noun means, in the possessive before it, -1 for none."""
        possessor = child(self.parse, noun, "poss")
        return self.cluster_at(possessor) if possessor >= 0 else -1

    def employer(self, noun: int, classes: Collection[str]) -> int:
        """The cluster of some class that a noun for a person serves: Acme in "a detective for Acme", -1 for none."""
        parse = self.parse
        after = (p for p in parse.dependents(noun, "prep") if p > noun and parse.lowers[p] in _OF_EMPLOYERS)
        targets = (target for preposition in after for target in parse.children[preposition])
        return next((c for c in map(self.cluster_at, targets) if c >= 0 and self.cls[c] in classes), -1)

    def phrases_of(self, cluster: int) -> Iterator[Phrase]:
        """The phrases of a cluster's mentions."""
        return (self.phrases[mention] for mention in self.members[cluster])

    def start(self, mention: int, cls: str = "", gender: str = "") -> int:
        """Open a cluster with one mention, of the class that it suggests where no other is given."""
        self.members[mention] = []
        self.cls[mention] = cls or self.phrases[mention].cls
        self.gender[mention] = gender
        self.plural[mention] = self.phrases[mention].plural
        self.add(mention, mention)
        return mention

    def add(self, mention: int, cluster: int) -> None:
        """Add a mention to a cluster, which has its gender and its noun from then on."""
        phrase = self.phrases[mention]
        self.of[mention] = cluster
        self.members[cluster].append(mention)
        if phrase.kind == "name":
            self.named[cluster] = True
        if phrase.kind == "nominal":
            self._add_noun(cluster, self.head_lemma(mention))
        elif phrase.kind != "pronoun" and phrase.cls == "Person":
            self._add_words_before(cluster, phrase)

    def _add_noun(self, cluster: int, lemma: str) -> None:
        self.nouns[cluster].add(lemma)
        self.gender[cluster] = GENDER.get(lemma, self.gender[cluster])  # a "son" is male whatever he is called

    def _add_words_before(self, cluster: int, name: Phrase) -> None:
        """Note the nation before a person's name and the gender that a title or the first name shows."""
        before = self.parse.words[name.start - 1] if name.start else ""
        if before in load_places().demonyms:
            self.nouns[cluster].add(before.lower())  # "the American" may mean "American Tom Hale"
        first = FIRST_NAMES.get(self.parse.lowers[name.start], "") if name.end - name.start > 1 else ""
        self.gender[cluster] = self.gender[cluster] or GENDER.get(before.lower(), "") or first

    def join_name(self, mention: int, first: int) -> None:
        """Add a name to the cluster that the name `first` opens."""
        if self.of[first] < 0:
            self.start(first)
        if mention != first:
            self.add(mention, self.of[first])
            if self.cls[self.of[first]] in ("Topic", "People"):  # "the Israelis" and Israel
                self.cls[self.of[first]] = self.phrases[mention].cls

    def add_posts(self) -> None:
        """Group the posts by their words; each also is a noun of the person whom it introduces."""
        first: dict[str, int] = {}
        for mention, phrase in enumerate(self.phrases):
            if phrase.cls == "Role":
                key = self.post_words(mention).lower()
                if key in first:
                    self.add(mention, first[key])
                else:
                    first[key] = self.start(mention)
                person = self.phrase_at[phrase.end] if phrase.end < len(self.parse) else -1
                if self.is_named_person(person):
                    self._add_noun(self.of[person], self.head_lemma(mention))

    def link(self, mention: int, other: int) -> None:
        """Join two mentions that syntax makes one, opening or merging clusters."""
        self.equated |= {mention, other}
        mine, theirs = self.of[mention], self.of[other]
        if mine < 0 and theirs < 0:
            theirs = self.start(other)
        if mine < 0:
            self.add(mention, theirs)
        elif theirs < 0:
            self.add(other, mine)
        elif mine != theirs and not (self.named[mine] and self.named[theirs]):
            self.merge(*((theirs, mine) if self.named[mine] else (mine, theirs)))

    def merge(self, gone: int, kept: int) -> None:
        """Give the mentions of one cluster to another."""
        self._merged_into[gone] = kept
        for mention in self.members.pop(gone):
            self.of[mention] = kept
            self.members[kept].append(mention)
        self.gender[kept] = self.gender[kept] or self.gender[gone]
        self.nouns[kept] |= self.nouns[gone]
        self.count[kept] += self.count[gone]

    def current(self, cluster: int) -> int:
        """The cluster that has the mentions of one that may have been merged into another."""
        while cluster in self._merged_into:
            cluster = self._merged_into[cluster]
        return cluster

    def note(self, mention: int) -> None:
        """Note that the reader has come to a mention."""
        self.recent.append(mention)
        self.count[self.of[mention]] += 1
