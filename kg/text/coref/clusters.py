"""The referents of a document while they are being found: which phrases each holds and what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.truecasing import is_common
from kg.text.lexicon.words import load_places, load_titles, load_words, words_of_posts
from kg.text.titles.posts import one_of_post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Parse, Phrase

__all__ = ["WINDOW", "Clusters"]

WINDOW = 120
"""How many phrases back the antecedent of a nominal may lie."""

_OF = frozenset({"of", "for"})
_COMPLEMENTS = frozenset({"*"})
_FOLLOWING = frozenset({"prep", "acl", "relcl"})
_LONGEST = 14
"""How many tokens a nominal may have that names its referent."""

_WRITER = frozenset({"i", "me", "my", "mine", "myself"})
"""What whoever writes calls himself or herself."""

_SHOUTED = 5
"""How many letters a name in capitals has at least that another writing of it goes before."""

_LISTS = word_lists("words/coref/canonical_names")
_DETERMINERS = _LISTS["determiners"]
_COUNTING = _LISTS["counting"]


def _is_shouted(name: str) -> bool:
    """Whether a name stands in capitals that are no abbreviation's: "HELSINKI"."""
    return len(name) >= _SHOUTED and name.isupper()


class Clusters:
    """Clusters of phrases. `of` gives each phrase's cluster (-1 for none yet), `members` the phrases of each.

    `cls`, `gender` ("male", "female", "") and `named` tell what a cluster is; `nouns` the head nouns by which the text
    calls it; `last` the token of the mention noticed last, `recent` the phrases noticed so far, in order.
    """

    def __init__(self, parse: Parse, phrases: Sequence[Phrase]) -> None:
        self.parse = parse
        self.phrases = phrases
        self.of = [-1] * len(phrases)
        self.members: dict[int, list[int]] = {}
        self.cls: dict[int, str] = {}
        self.gender: dict[int, str] = {}
        self.plural: dict[int, bool] = {}
        self.named: dict[int, bool] = {}
        self.nouns: dict[int, set[str]] = {}
        self.recent: list[int] = []
        self.count: dict[int, int] = {}
        self.into: dict[int, int] = {}  # a cluster that is gone -> the one that has its phrases
        self._called: dict[str, set[int]] | None = None  # head noun -> the clusters called by it
        self.phrase_at = self._index()
        self._inside_name = bytearray(len(parse))
        for phrase in phrases:
            if phrase.kind in ("name", "demonym"):
                self._inside_name[phrase.start : phrase.end] = b"\x01" * (phrase.end - phrase.start)
        self._titles = load_titles()
        self._demonyms = load_places().demonyms
        self._openings = {self._first_word(*sentence) for sentence in parse.sentences}

    def _first_word(self, start: int, end: int) -> int:
        """The first token of [start, end) that is no mark."""
        while start < end - 1 and self.parse.pos[start] == "PUNCT":
            start += 1
        return start

    def _index(self) -> list[int]:
        """The phrase of each token: that whose head it is (no post), else the innermost that covers it."""
        at = [-1] * len(self.parse)
        order = sorted(range(len(self.phrases)), key=lambda p: self.phrases[p].start - self.phrases[p].end)
        for place in order:  # the longer first, so that the inner one overwrites
            phrase = self.phrases[place]
            if phrase.cls != "Role":
                at[phrase.start : phrase.end] = [place] * (phrase.end - phrase.start)
        headed = bytearray(len(self.parse))
        for place in order:
            phrase = self.phrases[place]
            if phrase.cls != "Role" and not headed[phrase.head]:
                headed[phrase.head] = 1
                at[phrase.head] = place
        for place in order:
            phrase = self.phrases[place]
            if phrase.cls == "Role" and not headed[phrase.head]:
                for token in range(phrase.start, phrase.end):
                    at[token] = place if at[token] < 0 or token == phrase.head else at[token]
        return at

    def head_lemma(self, place: int) -> str:
        """The lemma of a phrase's head, in lower case; of the whole post in "the Governor-General"."""
        parse, head = self.parse, self.phrases[place].head
        lemma = parse.lemmas[head].lower()
        whole = lemma == "general" and head > 1 and parse.words[head - 1] == "-"
        return f"{parse.lowers[head - 2]}-{lemma}" if whole else lemma

    def headed_by(self, token: int) -> int:
        """The phrase whose head a token is, -1 for none."""
        at = self.phrase_at[token]
        return at if at >= 0 and self.phrases[at].head == token else -1

    def start(self, place: int) -> int:
        """Open a cluster with one phrase."""
        phrase = self.phrases[place]
        self.members[place] = []
        self.cls[place] = phrase.cls
        self.gender[place] = ""
        self.plural[place] = phrase.plural
        self.named[place] = False
        self.nouns[place] = set()
        self.count[place] = 0
        self._put(place, place)
        return place

    def start_body(self, place: int) -> int:
        """Open a cluster for a body that the text only calls "it"."""
        self.start(place)
        self.cls[place] = "Organization"
        return place

    def start_person(self, place: int, gender: str) -> int:
        """Open a cluster for a person whom the text only calls "he", "she" or "I"."""
        self.start(place)
        self.cls[place] = "Person"
        self.gender[place] = gender
        return place

    def _put(self, place: int, cluster: int) -> None:
        phrase = self.phrases[place]
        self.of[place] = cluster
        self.members[cluster].append(place)
        if phrase.kind == "name":
            self.named[cluster] = True
        if phrase.kind != "pronoun":
            self._learn(cluster, place)

    def _learn(self, cluster: int, place: int) -> None:
        """Gender and nouns of a cluster from one of its phrases."""
        parse, phrase, titles = self.parse, self.phrases[place], self._titles
        if phrase.kind == "nominal":
            lemma = self.head_lemma(place)
            self.nouns[cluster].add(lemma)
            self.gender[cluster] = self.gender[cluster] or titles.gender.get(lemma, "")
        elif phrase.cls == "Person":
            if phrase.start and parse.words[phrase.start - 1] in self._demonyms:
                self.nouns[cluster].add(parse.lowers[phrase.start - 1])  # "the American" may mean "American Tom Hale"
            before = parse.lowers[phrase.start - 1] if phrase.start else ""
            gender = titles.gender.get(before, "")
            if not gender and phrase.end - phrase.start > 1:
                gender = load_words().gender.get(parse.lowers[phrase.start], "")
            self.gender[cluster] = self.gender[cluster] or gender

    def add(self, place: int, cluster: int) -> None:
        """Add a phrase to a cluster."""
        self._put(place, cluster)

    def join_name(self, place: int, root: int) -> None:
        """Add a name to the cluster that the name `root` opened."""
        if self.of[root] < 0:
            self.start(root)
        if place != root:
            self._put(place, self.of[root])
            if self.cls[self.of[root]] in ("Topic", "People"):  # "the Israelis" and Israel
                self.cls[self.of[root]] = self.phrases[place].cls

    def add_roles(self) -> None:
        """Group the posts by their words; each also is a noun of the person whom it introduces."""
        homes: dict[str, int] = {}
        for place, phrase in enumerate(self.phrases):
            if phrase.cls == "Role":
                key = self._post_text(phrase).lower()
                if key in homes:
                    self._put(place, homes[key])
                else:
                    homes[key] = self.start(place)
                person = self.phrase_at[phrase.end] if phrase.end < len(self.parse) else -1
                if person >= 0 and self.phrases[person].kind == "name" and self.phrases[person].cls == "Person":
                    lemma = self.head_lemma(place)
                    cluster = self.of[person]
                    self.nouns[cluster].add(lemma)
                    self.gender[cluster] = self.gender[cluster] or self._titles.gender.get(lemma, "")

    def link(self, place: int, other: int) -> None:
        """Join two phrases that syntax makes one, opening or merging clusters."""
        mine, theirs = self.of[place], self.of[other]
        if mine < 0 and theirs < 0:
            theirs = self.start(other)
        if mine < 0:
            self._put(place, theirs)
        elif theirs < 0:
            self._put(other, mine)
        elif mine != theirs and not (self.named[mine] and self.named[theirs]):
            self.merge(*((theirs, mine) if self.named[mine] else (mine, theirs)))

    def merge(self, gone: int, kept: int) -> None:
        """Give the phrases of one cluster to another."""
        self.into[gone] = kept
        for place in self.members.pop(gone):
            self.of[place] = kept
            self.members[kept].append(place)
        self.gender[kept] = self.gender[kept] or self.gender[gone]
        self.nouns[kept] |= self.nouns[gone]
        self.count[kept] += self.count[gone]

    def may_share_gender(self, one: int, other: int) -> bool:
        """Whether the text tells no different genders of two clusters."""
        return len({self.gender[one], self.gender[other]} - {""}) < 2

    def current(self, cluster: int) -> int:
        """The cluster that has the phrases of one that may be gone."""
        while cluster in self.into:
            cluster = self.into[cluster]
        return cluster

    def notice(self, place: int) -> None:
        """Note that the reader has come to a phrase."""
        self.recent.append(place)
        self.count[self.of[place]] += 1

    def _post_text(self, phrase: Phrase) -> str:
        """The words of a post, in the singular."""
        text = self.parse.words_of(phrase.start, phrase.end)
        if not phrase.plural:
            return text
        return text[: len(text) - len(self.parse.words[phrase.head])] + one_of_post(self.parse, phrase.head)

    def _words(self, place: int) -> str:
        """The words of a phrase as they stand."""
        return " ".join(self.parse.words_of(self.phrases[place].start, self.phrases[place].end).split())

    def text(self, place: int) -> str:
        """The words of a phrase without determiners and closing possessive."""
        phrase = self.phrases[place]
        if phrase.cls == "Role":
            return " ".join(self._post_text(phrase).split())
        start = phrase.start
        if phrase.kind != "name":
            lowers = self.parse.lowers
            while start < phrase.head and lowers[start] in _DETERMINERS and lowers[start + 1] not in ("of", "one"):
                start += 1
        if phrase.kind == "nominal":
            return " ".join(self._uncapitalised(start, phrase.end).split())
        text = " ".join(self.parse.words_of(start, phrase.end).split())
        if phrase.kind != "pronoun":
            return text
        return "I" if text.lower() in _WRITER else text.lower()

    def _uncapitalised(self, start: int, end: int) -> str:
        """The words of a nominal, those in lower case that are no names: "Prime Minister", "Brooklyn Teen"."""
        parse, begin = self.parse, self.parse.begins[start]
        text = parse.words_of(start, end)
        if text == text.lower():
            return text
        letters = list(text)
        for token in range(start, end):
            if self._is_opening(token) or self._is_post(token):
                place = parse.begins[token] - begin
                letters[place] = letters[place].lower()
        return "".join(letters)

    def _is_post(self, token: int) -> bool:
        """Whether a word in a nominal, written with a capital letter, is one of a post and of no name."""
        parse, lower = self.parse, self.parse.lowers[token]
        if self._inside_name[token] or parse.words[token][1:] != lower[1:]:
            return False
        return words_of_posts().issuperset(lower.split("-"))

    def _is_opening(self, token: int) -> bool:
        """Whether a common word has a capital letter only because it opens its sentence or a quotation in it."""
        parse = self.parse
        if token not in self._openings or parse.words[token][1:] != parse.lowers[token][1:]:
            return False
        if parse.tags[token] in ("NNP", "NNPS") or parse.words[token] in self._demonyms:
            return False
        return is_common(parse.lowers[token])

    def names_of(self, cluster: int) -> tuple[str, tuple[str, ...]]:
        """The name of a cluster and its other names, in order of first use."""
        members = sorted(self.members[cluster])
        names = [self.text(p) for p in members if self.phrases[p].kind == "name"]
        nominals = [self.text(p) for p in members if self.phrases[p].kind == "nominal"]
        adjectives = [self.text(p) for p in members if self.phrases[p].kind == "demonym"]
        cls = self.cls[cluster]
        if cls in ("Country", "Region") and (names or adjectives):
            places = load_places()
            known = [places.countries.get(n) or places.demonyms.get(n) for n in [*names, *adjectives]]
            name = next((k for k in known if k), names[0] if names else adjectives[0])
        elif names:
            name = max(
                dict.fromkeys(names),
                key=lambda n: (len(n.split()), len(n) < _SHOUTED or not n.isupper(), names.count(n)),
            )
        elif cls == "Role":
            name = nominals[0]
        else:
            full = [self.full_text(p, _OF) for p in self._story(members) if self.phrases[p].kind == "nominal"]
            name = (full or adjectives or [self.text(members[0])])[0]
        if cls == "Role":
            nominals += [wide for p in members if (wide := self._wide(p))]
            many = (p for p in members if self.phrases[p].plural and self.phrases[p].kind == "nominal")
            nominals += [self._words(p) for p in many]  # "Guides" for "Guide"
        else:
            nominals += [self.full_text(p, _COMPLEMENTS) for p in members if self.phrases[p].kind == "nominal"]
            nominals += [bare for p in members if not names and self._is_only(p) and (bare := self._bare(p))]
        others = dict.fromkeys(n for n in [*names, *adjectives, *nominals] if n != name)
        return name, tuple(others)

    def _story(self, members: list[int]) -> list[int]:
        """The phrases in order, those of the headline last."""
        end = self.parse.blocks[0][1] if len(self.parse.blocks) > 1 else 0
        return sorted(members, key=lambda place: (self.phrases[place].head < end, place))

    def full_text(self, place: int, complements: frozenset[str]) -> str:
        """The words of a nominal with what follows its head and belongs to it: "bill on water rights"."""
        parse, phrase = self.parse, self.phrases[place]
        end = phrase.end
        for child in parse.children[phrase.head]:
            if child < end:
                continue
            if child != end or parse.deps[child] not in _FOLLOWING:
                break
            if parse.lowers[child] not in complements and "*" not in complements:
                break
            if parse.right[child] + 1 - phrase.start > _LONGEST:
                break
            end = parse.right[child] + 1
        end = self._before_name(phrase.end, end) if phrase.cls == "Person" else end
        text = self.text(place)
        while end > phrase.end and parse.words[end - 1] in (",", ";"):
            end -= 1
        return text if end == phrase.end else f"{text} {' '.join(parse.words_of(phrase.end, end).split())}"

    def _before_name(self, start: int, end: int) -> int:
        """Where what belongs to a noun ends: before a comma and a person's name, as in "head of Acme, X"."""
        for comma in range(start, end - 1):
            at = self.phrase_at[comma + 1] if self.parse.words[comma] == "," else -1
            if at >= 0 and self.phrases[at].kind == "name" and self.phrases[at].cls == "Person":
                return comma
        return end

    def _is_only(self, place: int) -> bool:
        """Whether the text calls nothing else by the noun of a nominal."""
        if self._called is None:
            self._called = {}
            for other, phrase in enumerate(self.phrases):
                if phrase.kind == "nominal" and phrase.cls != "Role":
                    self._called.setdefault(self.head_lemma(other), set()).add(self.of[other])
        return len(self._called.get(self.head_lemma(place), ())) == 1

    def _bare(self, place: int) -> str:
        """A nominal without what counts, dates or places it: "homes" of "nine of the 240 homes", "" for none."""
        parse, phrase = self.parse, self.phrases[place]
        if phrase.kind != "nominal" or "-" in self.head_lemma(place):
            return ""
        start = phrase.start
        for token in range(phrase.start, phrase.head):
            counted = parse.pos[token] in ("NUM", "SYM", "PUNCT", "DET", "PRON") or parse.lowers[token] in _COUNTING
            if counted or parse.words[token] in self._demonyms or (token > start and parse.lowers[token - 1] == "-"):
                start = token + 1
            elif token != start and parse.lowers[token + 1] not in ("-", "of"):
                break
        return " ".join(parse.words_of(start, phrase.head + 1).split()) if start > phrase.start else ""

    def _wide(self, place: int) -> str:
        """A post with the name of the body that stands before it: "UK Prime Minister"."""
        start = self.phrases[place].start
        at = self.phrase_at[start - 1] if start else -1
        if at >= 0 and self.phrases[at].kind in ("name", "demonym") and self.phrases[at].end == start:
            return " ".join(self.parse.words_of(self.phrases[at].start, self.phrases[place].end).split())
        return ""
