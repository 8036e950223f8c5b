"""What the words around a name say of its class: the model's label, titles, nouns beside it, verbs it stands with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES, class_of_known, class_of_noun
from kg.text.lexicon.words import load_frames, load_places, load_titles, load_words
from kg.text.ner.typing.places import is_placed, place_around
from kg.text.ner.typing.usage import class_in_use
from kg.text.syntax.dependencies import is_before_name, is_between_commas
from kg.text.titles.posts import charged_post

if TYPE_CHECKING:
    from kg.text.model import Parse
    from kg.text.ner.candidates import Candidate

__all__ = ["Evidence", "Votes"]

_LABEL_CLASS = {
    "PERSON": "Person", "NORP": "People", "GPE": "City", "LOC": "Place", "FAC": "Facility", "ORG": "Organization",
    "PRODUCT": "Product", "EVENT": "Event", "WORK_OF_ART": "Work", "LAW": "Law", "LANGUAGE": "Topic",
}  # fmt: skip
_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
_POSSESSIVE = frozenset({"'s", "’s"})
_TELLING = ORGANIZATIONS | PLACES | {"Product", "Law", "Agreement", "Program", "Disaster", "Competition"}
_NAMING = word_lists("words/ner/usage")["naming"]
_MAKERS = frozenset({"Company", "MediaOrganization"})
_LABELS_OF_PRODUCTS = frozenset({"ORG", "PRODUCT", "GPE", ""})
_AMBIGUOUS_POSTS = word_lists("words/ner/usage")["ambiguous_posts"]
_OFFICERS = word_lists("words/ner/usage")["organization_posts"]
_TOWNLIKE = frozenset({"PERSON", "ORG", "PRODUCT", ""})
_WITHIN = frozenset({"in", "near", "outside"})
_HUMAN = word_lists("words/ner/usage")["human"]
_AT = frozenset({"at", "from"})
"""Prepositions before the names of persons too: "shouted at X", "took the title from X"."""
_OF_KIND = 6
"""The weight of the noun in "the town of X"."""

_AFTER_PLACE = frozenset({",", "(", "-", "–", "—", "--", "_", "/"})
_DASHES = frozenset({"-", "–", "—", "--", "_"})
_DATELINE = 12
"""How many tokens after the name of a place the dash of a dateline may stand."""

_PARTS = {"nsubj": "subject", "dobj": "object", "poss": "possessor", "compound": "modifier"}
_WEIGHT = {"subject": 1, "object": 3, "possessor": 2, "of": 2, "modifier": 2, "agent": 2}


@dataclass(slots=True)
class Votes:
    """The votes for the class of one name: `all` of them, and those of nouns that say what it is.

    `places` counts where the name stands as only that of a place does: "in X", "X, Ohio", "X (AP) -"; `guessed` where
    the model takes it for a person's, `bodies` where for a body's. `placed` counts where a person's name hardly stands,
    `sure` is the class that it has where only a place's does, `listed` that of the names that it is in a list with.
    """

    all: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    places: int = 0
    guessed: int = 0
    bodies: int = 0
    placed: int = 0
    sure: str = ""
    listed: str = ""


@cache
def _human() -> frozenset[str]:
    """The words for what somebody is."""
    titles = load_titles()
    every = titles.leads.union(titles.posts, titles.members, titles.occupations, titles.kin, titles.gender)
    return every - word_lists("words/posts")["won"]


class Evidence:
    """Collects votes over one parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.titles = load_titles()
        self.places = load_places()
        self.first_names = load_words().gender
        self.suffixes = load_words().suffixes
        self.human = _human()
        self.lists = {
            **word_lists("words/nouns/beside_names"),
            **word_lists("words/ner/places"),
            **word_lists("words/ner/usage"),
            **word_lists("words/ner/metonymy"),
        }
        self.frames = load_frames()
        self.openings = {start for start, _ in parse.blocks}
        self.postal = frozenset(code.upper() for code in self.lists["postal"])

    def vote(self, candidate: Candidate, votes: Votes) -> None:
        """Add what one place of a name in the text says."""
        parse, start, end = self.parse, candidate.start, candidate.end
        if candidate.label:
            cls = "Organization" if self._is_initials(candidate) else _LABEL_CLASS[candidate.label]
            votes.all[cls] += 2 + self._is_definite(candidate)
            votes.guessed += cls == "Person"
            votes.bodies += cls == "Organization"
        before = parse.lowers[start - 1] if start else ""
        if before in self.titles.before or before in self.titles.civil or charged_post(parse, start):
            votes.all["Person"] += 4
        elif before in self.lists["place_prepositions"]:
            votes.all["City" if self._is_within(candidate) else "Place"] += 4 if self._is_within(candidate) else 1
        elif self._is_dateline(candidate):
            votes.all["City"] += 4
        elif before == "off":
            votes.all["Place"] += 3
        if before in _QUOTES and end < len(parse) and parse.words[end] in _QUOTES and candidate.label != "PERSON":
            votes.all["Work"] += 3
        head = end - 1
        while start <= parse.heads[head] < end and parse.heads[head] != head:
            head = parse.heads[head]
        inside = before in self.lists["place_prepositions"] and before not in _AT and parse.deps[head] == "pobj"
        votes.places += inside or self._is_dateline(candidate) or (end + 1 < len(parse) and self._is_state_after(end))
        votes.sure = votes.sure or place_around(parse, start, end)
        votes.placed += is_placed(parse, start, head)
        self._vote_by_use(candidate, head, votes.all)
        self._tell(candidate, head, votes)
        self._frame(candidate, head, votes.all)

    def _is_within(self, candidate: Candidate) -> bool:
        """Whether something is or happens in what a single name names: "in Tavel", not "a stake in Tavel"."""
        parse, start, end = self.parse, candidate.start, candidate.end
        if (
            end - start > 1
            or parse.lowers[start - 1] not in ("in", "near", "outside")
            or candidate.label not in _TOWNLIKE
        ):
            return False
        if parse.deps[start] != "pobj" or parse.words[start].isupper() or parse.lowers[start] in self.first_names:
            return False
        return parse.lemmas[parse.heads[start - 1]].lower() not in self.lists["trusting"]

    def _is_dateline(self, candidate: Candidate) -> bool:
        """Whether a name in capitals opens a paragraph before a dash: "GENEVA (AP) -", "OSLO, Norway, 3 May —"."""
        parse, start = self.parse, candidate.start
        if start not in self.openings or not all(
            w.isupper() for w in parse.words[start : candidate.end] if w.isalpha()
        ):
            return False
        following = parse.words[candidate.end : candidate.end + _DATELINE]
        return following[:1] != () and following[0] in _AFTER_PLACE and any(w in _DASHES for w in following)

    def is_credit(self, candidate: Candidate) -> bool:
        """Whether a name only says which agency sent a report: "OSLO (AP) -"."""
        parse, end = self.parse, candidate.end
        start = candidate.start - 1
        if start < 1 or end + 1 >= len(parse) or parse.words[start] != "(" or parse.words[end] != ")":
            return False
        return parse.words[end + 1] in _DASHES and any(start - _DATELINE < o <= start for o in self.openings)

    def _is_definite(self, candidate: Candidate) -> bool:
        """Whether an article stands before a longer name that the model takes for nobody's: "the Anna Grotto"."""
        return (
            candidate.label != "PERSON"
            and candidate.end - candidate.start > 1
            and self.parse.lowers[candidate.start] in self.first_names
            and self.parse.lowers[max(0, candidate.start - 1)] == "the"
        )

    def _is_initials(self, candidate: Candidate) -> bool:
        """Whether the model took for a person what is spelled in capitals: "TEPCO"."""
        word = self.parse.words[candidate.start]
        single = candidate.label == "PERSON" and candidate.end - candidate.start == 1
        return single and len(word) > 2 and word.isupper() and self.parse.words[candidate.start - 1] != word

    def _vote_by_use(self, candidate: Candidate, head: int, votes: Counter[str]) -> None:
        """Votes by what stands around a name and what is done with what it names."""
        parse, start, end = self.parse, candidate.start, candidate.end
        if end - start == 1 and self._is_aboard(start - (start > 0 and parse.lowers[start - 1] == "the")):
            votes["Product"] += 5
        if start > 1 and parse.lowers[start - 1] == "of" and parse.lowers[start - 2] in self.lists["of_organizations"]:
            votes["Organization"] += 3
        if end + 1 < len(parse) and candidate.label != "PERSON" and self._is_state_after(end):
            votes["City"] += 3
        noun = start - 1 - (start > 1 and parse.words[start - 1] == ",")
        if start and parse.lemmas[noun].lower() in self.titles.kin and parse.pos[noun] == "NOUN":
            votes["Person"] += 3  # "his daughter Austin"
        used = class_in_use(parse, head)
        if used and not (used == "City" and candidate.label == "FAC"):
            votes[used] += 3

    def _is_aboard(self, start: int) -> bool:
        """Whether what starts at a token is a vessel that somebody is on: "aboard X", "on board X"."""
        before = self.parse.lowers[max(0, start - 2) : start]
        return before[-1:] == ("aboard",) or before == ("on", "board")

    def is_postal(self, token: int) -> bool:
        """Whether a token is the postal code of a state after the name of a town: "Haverhill, MA"."""
        parse = self.parse
        if parse.words[token] not in self.postal or token < 2 or parse.words[token - 1] != ",":
            return False
        return parse.pos[token - 2] == "PROPN"

    def is_province(self, start: int, end: int) -> bool:
        """Whether a city's name after a small town and a comma means its province: "Velmund, New York"."""
        parse = self.parse
        if start < 2 or parse.words[start - 1] != "," or parse.pos[start - 2] != "PROPN":
            return False
        town = parse.words[start - 2]
        return parse.words_of(start, end) in self.places.provinces and class_of_known(town) in ("", "Region")

    def _is_state_after(self, comma: int) -> bool:
        """Whether a state's name or postal code follows a name and a comma: "Haverhill, MA"."""
        if self.parse.words[comma] != ",":
            return False
        word = self.parse.words[comma + 1]
        return self.is_postal(comma + 1) or word in self.places.abbreviated or word in self.places.regions

    # Nouns that say what a name is

    def _tell(self, candidate: Candidate, head: int, votes: Votes) -> None:
        """Vote for what nouns say a name to be: "software company X", "X, a lawyer", "X is a river"."""
        parse = self.parse
        for noun, weight, strict in self._nouns_beside(candidate, head):
            lemma = parse.lemmas[noun].lower()
            if lemma in self.titles.sports:
                beside = noun == candidate.start - 1 and candidate.end - candidate.start > 1
                votes.all["Person"] += 4 if beside and lemma not in _AMBIGUOUS_POSTS else 2
                continue
            product = lemma in self.lists["products"] and (not strict or noun >= candidate.start)
            if product:
                votes.told["Product"] += weight
                continue
            if noun == candidate.start - 1 and self._is_trade(candidate, lemma):
                votes.told["Company"] += weight
                continue
            cls = class_of_noun(lemma, parse.lowers[noun - 1] if noun else "")
            after = noun >= candidate.end and (lemma in self.lists["kinds_after"] or lemma in self.lists["sites"])
            if strict and not after and lemma not in self.lists["kinds"]:
                continue
            if cls == "Person":
                votes.all["Person"] += 2 if lemma in self.human or lemma in _HUMAN else 0
            elif cls in _TELLING or lemma in self.lists["works"]:
                votes.told[cls] += weight

    def _is_trade(self, candidate: Candidate, lemma: str) -> bool:
        """Whether a noun before a name is of those who make or sell, and the name is nobody's: "watchmaker Tavel"."""
        if lemma not in self.lists["trades"] and not (lemma.endswith("maker") and lemma not in self.titles.occupations):
            return False
        return candidate.label != "PERSON" or self.parse.lowers[candidate.start] not in self.first_names

    def _nouns_beside(self, candidate: Candidate, head: int) -> list[tuple[int, int, bool]]:
        """Nouns that may tell what a name is: where, with what weight, whether only if they name a kind."""
        parse, above = self.parse, self.parse.heads[head]
        start, end = candidate.start, candidate.end
        nouns = [(c, 3, False) for c in parse.children[head] if c >= end and self._is_apposition(c)]
        if start and is_before_name(parse, start, end) and not self._is_aboard(start):
            nouns.append((start - 1, 2, False))
        dep = parse.deps[head]
        if dep == "appos" and above < head and not self._is_officer(candidate, above):
            nouns.append((above, 3, False))
        elif dep == "pobj" and parse.lowers[above] == "of":
            placed = class_of_noun(parse.lemmas[parse.heads[above]].lower()) in PLACES
            nouns.append((parse.heads[above], _OF_KIND if placed else 2, True))
        elif dep == "pobj" and parse.lowers[above] == "as" and parse.lowers[above - 1] == "such":
            return [(noun, 3, False) for noun in (parse.heads[above],) if parse.tags[noun] == "NNS"]
        elif dep in ("compound", "nmod") and above >= end and parse.words[above][0].islower() and above - end < 2:
            nouns.append((above, 2, True))
        elif dep == "nsubj" and parse.lemmas[above] == "be":
            nouns += [(c, 3, False) for c in parse.children[above] if parse.deps[c] == "attr" and c > end]
        elif dep == "oprd" and parse.deps[above] == "acl" and parse.lemmas[above] in _NAMING:
            nouns.append((parse.heads[above], 3, False))
        return [row for row in nouns if parse.tags[row[0]] == "NN" or self._is_plural_kind(row) or self._is_daily(row)]

    def _is_officer(self, candidate: Candidate, body: int) -> bool:
        """Whether a person between commas has the post in the body before: "the director of the museum, Jane Doe,"."""
        parse, before = self.parse, self.parse.heads[body]
        if candidate.label != "PERSON" or parse.deps[body] != "pobj" or parse.deps[before] != "prep":
            return False
        commas = is_between_commas(parse, candidate.start, candidate.end)
        post = parse.heads[before]
        return commas and parse.tags[post] in ("NN", "NNP") and class_of_noun(parse.lemmas[post].lower()) == "Person"

    def _is_plural_kind(self, row: tuple[int, int, bool]) -> bool:
        return row[2] and self.parse.tags[row[0]] == "NNS"

    def _is_daily(self, row: tuple[int, int, bool]) -> bool:
        """Whether a word is a newspaper that the tagger takes for an adjective: "the daily Günlük"."""
        return self.parse.lowers[row[0]] in ("daily", "weekly") and self.parse.lowers[row[0] - 1] in ("the", "a")

    def _is_apposition(self, token: int) -> bool:
        """Whether a noun with words of its own is in apposition: "X, a river", not "X (tennis)"."""
        parse = self.parse
        return parse.deps[token] == "appos" and any(c < token for c in parse.children[token])

    # What a name does, and what is done with it

    def _frame(self, candidate: Candidate, head: int, votes: Counter[str]) -> None:
        """Vote for what the verb or noun that governs a name says of it: "X erupted", "shares of X"."""
        part, lemma = self._part(head)
        cls = self.frames.get((part, lemma), "")
        if cls and (cls == "Person" or candidate.label != "PERSON"):
            votes[cls] += _WEIGHT[part]
        if self._is_team(candidate, head):
            votes["SportsTeam"] += 3
        if self._has_officers(candidate):
            votes["Organization"] += 4
        if self._is_of_maker(candidate, head):
            votes["Product"] += 3

    def _is_team(self, candidate: Candidate, head: int) -> bool:
        """Whether a name is a team's: "the Lakers", "Jets quarterback …", "the Emus beat the Kiwis"."""
        parse, start, end = self.parse, candidate.start, candidate.end
        if candidate.label == "PERSON" and not self._is_no_person(candidate):
            return False
        if end < len(parse) and parse.lowers[end] in self.titles.sports and parse.lowers[end] not in _AMBIGUOUS_POSTS:
            return True
        article = start > 0 and parse.lowers[start - 1] == "the"
        if article and end - start == 1 and self.suffixes.get(parse.lowers[start]) == "SportsTeam":
            return True
        meets = parse.deps[head] in ("nsubj", "dobj") and parse.lemmas[parse.heads[head]] in self.lists["match_verbs"]
        return article and meets and parse.words[head].endswith("s") and parse.lemmas[parse.heads[head]] != "defeat"

    def _has_officers(self, candidate: Candidate) -> bool:
        """Whether a post that bodies have stands behind a name that is nobody's: "Danube Air spokesman X"."""
        parse, start, end = self.parse, candidate.start, candidate.end
        if candidate.label not in ("PERSON", "ORG", "PRODUCT", "") or end + 1 >= len(parse):
            return False
        owned = parse.lowers[end] in _POSSESSIVE
        words = parse.lowers[end + owned : end + owned + 2]
        if words[:1] == () or not ("_".join(words) in _OFFICERS or (words[0] in _OFFICERS and not owned)):
            return False
        return not any(word in self.first_names for word in parse.lowers[start:end])

    def _part(self, head: int) -> tuple[str, str]:
        """The part that a name with a head plays, and the lemma of what governs it."""
        parse = self.parse
        dep, above = parse.deps[head], parse.heads[head]
        if dep == "pobj":
            preposition, above = parse.lowers[above], parse.heads[above]
            part = "of" if preposition == "of" else "agent" if parse.deps[parse.heads[head]] == "agent" else ""
        else:
            part = _PARTS.get(dep, "")
        return part, parse.lemmas[above].lower()

    def _is_of_maker(self, candidate: Candidate, head: int) -> bool:
        """Whether a company's possessive stands before a name that is nobody's: not "Acme's Ann Lee"."""
        parse, start = self.parse, candidate.start
        if start < 2 or parse.lowers[start - 1] not in _POSSESSIVE:
            return False
        if candidate.label not in _LABELS_OF_PRODUCTS and not self._is_no_person(candidate):
            return False
        owned = {head, parse.heads[head]} if parse.deps[head] == "compound" else {head}
        return parse.heads[parse.heads[start - 1]] in owned and class_of_known(parse.words[start - 2]) in _MAKERS

    def _is_no_person(self, candidate: Candidate) -> bool:
        """Whether a name that the model takes for a person's is one word, and no first name."""
        word = self.parse.lowers[candidate.start]
        return candidate.label == "PERSON" and candidate.end - candidate.start == 1 and word not in self.first_names
