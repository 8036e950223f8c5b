"""The class of each name of a document, decided once by the votes of all its places.

In: `Parse` and the spans of names. Out: one class a name: `ClassDecision`, by the votes that `Evidence` gathers from
the pipeline's label, the nouns beside a name, what is done with it, and where it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from kg.text.lexicon import titles
from kg.text.lexicon.name_classes import class_of_known, class_of_name
from kg.text.lexicon.names import ENDINGS, FIRST_NAMES
from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES, class_of_noun
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import table, word_labels, word_lists, words
from kg.text.lexicon.truecasing import is_common
from kg.text.syntax.dependencies import is_before_name, is_between_commas, own_subjects
from kg.text.titles.posts import is_labor, post_before_portfolio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.model import Parse

QUOTES: Final = words("words/function_words", "marks", "quotes") - {"``", "''"}
"""Marks around nicknames and titles; those that typewriters made of two stand around speech."""

_SCORE: Final = re.compile(r"\d{1,3}[-–]\d{1,3}")


@dataclass(slots=True)
class NameSpan:
    """Tokens [start, end) that may be a name, with the pipeline's label, "" where it has none."""

    start: int
    end: int
    label: str

    def __len__(self) -> int:
        """The number of tokens."""
        return self.end - self.start

    def key(self, parse: Parse) -> tuple[str, ...]:
        """The words of the name, by which all its places in a document are one."""
        return parse.words[self.start : self.end]


@dataclass(slots=True)
class Votes:
    """The votes for the class of one name: those of `all` evidence, and those of `nouns` that say what it is.

    `places` counts where the name stands as only that of a place does: "in X", "X, Ohio", "X (AP) -"; `as_person` where
    the pipeline labels it a person's.
    """

    all: Counter[str] = field(default_factory=Counter)
    nouns: Counter[str] = field(default_factory=Counter)
    places: int = 0
    as_person: int = 0


def span_head(parse: Parse, start: int, end: int) -> int:
    """The token of [start, end) that governs its last one, and is governed from outside."""
    head = end - 1
    while start <= parse.heads[head] < end and parse.heads[head] != head:
        head = parse.heads[head]
    return head


def is_attached(parse: Parse, hyphen: int) -> bool:
    """Whether a hyphen stands without spaces."""
    return parse.ends[hyphen - 1] == parse.begins[hyphen] and parse.ends[hyphen] == parse.begins[hyphen + 1]


def is_score(tokens: Sequence[str]) -> bool:
    """Whether tokens are the score of a match, whole or in its parts: "3-0".

    >>> is_score(["3-0"]), is_score(["3", "–", "0"]), is_score(["3", "goals"])
    (True, True, False)
    """
    return _SCORE.fullmatch("".join(tokens)) is not None


_LISTS: Final = word_lists("words/ner/usage")
_NAMES: Final = word_lists("words/nouns/beside_names")
_KINDS_AFTER: Final = _NAMES["kinds"] | _NAMES["kinds_after"] | words("words/ner/places", "sites")
_HUMAN: Final = (
    _LISTS["human"]
    .union(titles.POSTS, titles.HEADS, titles.MEMBERS, titles.OCCUPATIONS, titles.KINSHIP, titles.GENDER)
    .difference(titles.WON)
)
"""Nouns for what somebody is."""
_TELLING: Final = ORGANIZATIONS | PLACES | {"Product", "Law", "Agreement", "Program", "Disaster", "Competition"}
"""The classes that a noun beside a name gives it."""
_OF_KIND: Final = 6  # the weight of the noun in "the town of X"


def vote_by_nouns(parse: Parse, span: NameSpan, head: int, votes: Votes) -> None:
    """Add the votes of the nouns beside a name, whose tokens `head` governs, for what they say it is."""
    start = span.start
    if parse.lower_at(start - 1) == "of" and parse.lower_at(start - 2) in _LISTS["of_organizations"]:
        votes.all["Organization"] += 3
    kin = start - 1 - (start > 1 and parse.words[start - 1] == ",")
    if start and parse.lemmas[kin].lower() in titles.KINSHIP and parse.pos[kin] == "NOUN":
        votes.all["Person"] += 3  # "his daughter Austin"
    for noun, weight, strict in _nouns_beside(parse, span, head):
        lemma = parse.lemmas[noun].lower()
        if lemma in titles.TEAM_POSTS:
            beside = noun == start - 1 and len(span) > 1
            votes.all["Person"] += 4 if beside and lemma not in _LISTS["ambiguous_posts"] else 2
        elif lemma in _NAMES["products"] and (not strict or noun >= start):
            votes.nouns["Product"] += weight
        elif noun == start - 1 and _is_trade(parse, span, lemma):
            votes.nouns["Company"] += weight
        elif not strict or lemma in (_KINDS_AFTER if noun >= span.end else _NAMES["kinds"]):
            cls = class_of_noun(lemma, parse.lower_at(noun - 1))
            if cls == "Person":
                votes.all["Person"] += 2 if lemma in _HUMAN else 0
            elif cls in _TELLING or lemma in _NAMES["works"]:
                votes.nouns[cls] += weight


def _is_trade(parse: Parse, span: NameSpan, lemma: str) -> bool:
    """Whether a noun before a name is of those who make or sell, and the name is nobody's: "watchmaker Tavel"."""
    maker = lemma.endswith("maker") and lemma not in titles.OCCUPATIONS
    if lemma not in _LISTS["trades"] and not maker:
        return False
    return span.label != "PERSON" or parse.lowers[span.start] not in FIRST_NAMES


def _nouns_beside(parse: Parse, span: NameSpan, head: int) -> list[tuple[int, int, bool]]:
    """Nouns that may say what a name is: where, with what weight, whether only if they name a kind."""
    tags, lowers, above = parse.tags, parse.lowers, parse.heads[head]
    if parse.deps[head] == "pobj" and lowers[above] == "as" and lowers[above - 1] == "such":
        return [(parse.heads[above], 3, False)] if tags[parse.heads[above]] == "NNS" else []
    return [
        (noun, weight, strict)
        for noun, weight, strict in _around(parse, span, head)
        if tags[noun] == "NN"
        or (strict and tags[noun] == "NNS")
        # "the daily Günlük", which the tagger takes for an adjective
        or (lowers[noun] in ("daily", "weekly") and lowers[noun - 1] in ("the", "a"))
    ]


def _around(parse: Parse, span: NameSpan, head: int) -> Iterator[tuple[int, int, bool]]:
    """The words where nouns stand that say what a name is, as `_nouns_beside`."""
    start, end, dep, above = span.start, span.end, parse.deps[head], parse.heads[head]
    for c in parse.children[head]:  # with words of its own: "X, a river", not "X (tennis)"
        if c >= end and parse.deps[c] == "appos" and any(below < c for below in parse.children[c]):
            yield c, 3, False
    if start and is_before_name(parse, start, end) and not is_aboard(parse, start):
        yield start - 1, 2, False
    if dep == "appos" and above < head and not _is_officer(parse, span, above):
        yield above, 3, False
    elif dep == "pobj" and parse.lowers[above] == "of":
        whole = parse.heads[above]
        yield whole, _OF_KIND if class_of_noun(parse.lemmas[whole].lower()) in PLACES else 2, True
    elif dep in ("compound", "nmod") and above >= end and parse.words[above][0].islower() and above - end < 2:
        yield above, 2, True
    elif dep == "nsubj" and parse.lemmas[above] == "be":
        yield from ((c, 3, False) for c in parse.children[above] if parse.deps[c] == "attr" and c > end)
    elif dep == "oprd" and parse.deps[above] == "acl" and parse.lemmas[above] in _LISTS["naming"]:
        yield parse.heads[above], 3, False


def _is_officer(parse: Parse, span: NameSpan, organization: int) -> bool:
    """Whether a person between commas has a post in what stands before: "the director of the museum, Jane Doe,"."""
    before = parse.heads[organization]
    if span.label != "PERSON" or parse.deps[organization] != "pobj" or parse.deps[before] != "prep":
        return False
    post = parse.heads[before]
    person = parse.tags[post] in ("NN", "NNP") and class_of_noun(parse.lemmas[post].lower()) == "Person"
    return person and is_between_commas(parse, span.start, span.end)


_POSSESSIVE: Final = words("words/function_words", "marks", "possessive")
MAKERS: Final = frozenset({"Company", "MediaOrganization"})
"""What makes the products that may be named after it."""
_LABELS_OF_PRODUCTS: Final = frozenset({"ORG", "PRODUCT", "GPE", ""})
_WEIGHT: Final = {"nsubj": 1, "dobj": 3, "poss": 2, "of": 2, "compound": 2, "agent": 2}


def _frames(sureness: str) -> dict[tuple[str, str], str]:
    """The class that a name has by how it depends on the verb or noun that governs it, and by the lemma of that."""
    return {
        (relation, lemma): cls
        for relations in table("words/ner/frames")[sureness]
        for relation in relations.split()
        for lemma, cls in word_labels("words/ner/frames", sureness, relations).items()
    }


_CERTAIN: Final = _frames("certain")
_LIKELY: Final = _frames("likely")


def vote_by_use(parse: Parse, span: NameSpan, head: int, votes: Counter[str]) -> None:
    """Add the votes of the verb or noun that governs a name by its token `head`: "X erupted", "shares of X"."""
    if len(span) == 1 and is_aboard(parse, span.start - (parse.lower_at(span.start - 1) == "the")):
        votes["Product"] += 5
    relation, above = parse.deps[head], parse.heads[head]
    if relation == "pobj":
        relation, above = "agent" if parse.deps[above] == "agent" else parse.lowers[above], parse.heads[above]
    frame = relation, parse.lemmas[above].lower()
    certain = "Person" if _is_person(parse, head, *frame) else _CERTAIN.get(frame, "")
    if certain and not (certain == "City" and span.label == "FAC"):
        votes[certain] += 3
    likely = _LIKELY.get(frame, "")
    if likely and (likely == "Person" or span.label != "PERSON"):
        votes[likely] += _WEIGHT[relation]
    if _is_team(parse, span, head):
        votes["SportsTeam"] += 3
    if _has_officers(parse, span):
        votes["Organization"] += 4
    if _is_of_maker(parse, span, head):
        votes["Product"] += 3


def is_aboard(parse: Parse, start: int) -> bool:
    """Whether what starts at a token is a vessel that somebody is on: "aboard X", "on board X"."""
    before = parse.lower_at(start - 1)
    return before == "aboard" or (before == "board" and parse.lower_at(start - 2) == "on")


def _is_person(parse: Parse, head: int, relation: str, lemma: str) -> bool:
    """Whether a name is a person's, of whom a copula says what he is or who has kin: "X is a poet", "X's wife"."""
    if relation in ("nsubj", "nsubjpass") and lemma in ("be", "become"):
        nouns = (titles.OCCUPATIONS, titles.HEADS, titles.POSTS, titles.KINSHIP)
        lemmas = [parse.lemmas[c].lower() for c in parse.dependents(parse.heads[head], "attr")]
        if any(noun in some for noun in lemmas for some in nouns):
            return True
    return (relation == "poss" and lemma in titles.KINSHIP) or _is_whoever(parse, head)


def _is_whoever(parse: Parse, head: int) -> bool:
    """Whether "who" takes up a name of two or three words: "Demis Reed, who founded …", not "the Red Sox, who play …".

    Teams are "who" as well, mostly with a plural verb and under the name of a place.
    """
    names = [c for c in parse.children[head] if parse.deps[c] == "compound" and parse.tags[c] == "NNP"]
    if parse.tags[head] != "NNP" or not 0 < len(names) < 3 or parse.lowers[parse.left[head]] == "the":
        return False
    if any(class_of_known(parse.words[token]) in PLACES for token in (*names, head)):
        return False
    for verb in parse.children[head]:
        if parse.deps[verb] == "relcl" and parse.tags[verb] != "VBP":
            plural = any(parse.tags[c] == "VBP" for c in parse.children[verb])
            if not plural and any(parse.lowers[c] == "who" for c in own_subjects(parse, verb)):
                return True
    return False


def _is_team(parse: Parse, span: NameSpan, head: int) -> bool:
    """Whether a name is a team's: "the Lakers", "Jets quarterback …", "the Emus beat the Kiwis"."""
    if span.label == "PERSON" and not _is_no_person(parse, span):
        return False
    following = parse.lower_at(span.end)
    if following in titles.TEAM_POSTS and following not in _LISTS["ambiguous_posts"]:
        return True
    if parse.lower_at(span.start - 1) != "the":
        return False
    if len(span) == 1 and ENDINGS.get(parse.lowers[span.start]) == "SportsTeam":
        return True
    verb = parse.lemmas[parse.heads[head]]
    meets = parse.deps[head] in ("nsubj", "dobj") and verb in _LISTS["match_verbs"] and verb != "defeat"
    return meets and parse.words[head].endswith("s")


def _has_officers(parse: Parse, span: NameSpan) -> bool:
    """Whether a post that organizations have stands behind a name that is nobody's: "Danube Air spokesman X"."""
    end, officers = span.end, _LISTS["organization_posts"]
    if span.label not in ("PERSON", "ORG", "PRODUCT", "") or end + 1 >= len(parse):
        return False
    owned = parse.lowers[end] in _POSSESSIVE
    words = parse.lowers[end + owned : end + owned + 2]
    if not words or not ("_".join(words) in officers or (words[0] in officers and not owned)):
        return False
    return not any(word in FIRST_NAMES for word in parse.lowers[span.start : end])


def _is_of_maker(parse: Parse, span: NameSpan, head: int) -> bool:
    """Whether a company's possessive stands before a name that is nobody's: not "Acme's Ann Lee"."""
    start = span.start
    if start < 2 or parse.lowers[start - 1] not in _POSSESSIVE:
        return False
    if span.label not in _LABELS_OF_PRODUCTS and not _is_no_person(parse, span):
        return False
    owned = (head, parse.heads[head]) if parse.deps[head] == "compound" else (head,)
    return parse.heads[parse.heads[start - 1]] in owned and class_of_known(parse.words[start - 2]) in MAKERS


def _is_no_person(parse: Parse, span: NameSpan) -> bool:
    """Whether a name that the model takes for a person's is one word, and no first name."""
    return span.label == "PERSON" and len(span) == 1 and parse.lowers[span.start] not in FIRST_NAMES


_LABEL_CLASS: Final = {
    "PERSON": "Person", "NORP": "People", "GPE": "City", "LOC": "Place", "FAC": "Facility", "ORG": "Organization",
    "PRODUCT": "Product", "EVENT": "Event", "WORK_OF_ART": "Work", "LAW": "Law", "LANGUAGE": "Topic",
}  # fmt: skip
_PLACE_PREPOSITIONS: Final = words("words/function_words", "prepositions", "place")
_DASHES: Final = words("words/function_words", "marks", "dashes") | {"_"}
_BEHIND_PLACE: Final = _DASHES | {",", "(", "/"}
_TRUSTING: Final = words("words/ner/places", "trusting")
_POSTAL: Final = frozenset(code.upper() for code in words("words/ner/places", "postal"))
_TOWNLIKE: Final = frozenset({"PERSON", "ORG", "PRODUCT", ""})
_DATELINE: Final = 12  # how many tokens after the name of a place the dash of a dateline may stand


class Evidence:
    """What the places of names in one parse say."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.places = load_places()
        self.openings = {start for start, _ in parse.blocks}

    def vote(self, span: NameSpan, votes: Votes) -> None:
        """Add the votes of one place of a name in the text."""
        parse, start, end = self.parse, span.start, span.end
        if span.label:
            cls = "Organization" if self._is_acronym(span) else _LABEL_CLASS[span.label]
            votes.all[cls] += 2 + self._is_definite(span)
            votes.as_person += cls == "Person"
        before, dateline = parse.lower_at(start - 1), self._is_dateline(span)
        if before in titles.BEFORE_NAMES or before in titles.COURTESY or post_before_portfolio(parse, start):
            votes.all["Person"] += 4
        elif before in _PLACE_PREPOSITIONS:
            within = self._is_within(span)
            votes.all["City" if within else "Place"] += 4 if within else 1
        elif dateline:
            votes.all["City"] += 4
        elif before == "off":
            votes.all["Place"] += 3
        if before in QUOTES and parse.lower_at(end) in QUOTES and span.label != "PERSON":
            votes.all["Work"] += 3
        head, state = span_head(parse, start, end), self._is_before_state(end)
        # "shouted at X" and "took the title from X" are of persons too
        inside = before in _PLACE_PREPOSITIONS and before not in ("at", "from") and parse.deps[head] == "pobj"
        votes.places += inside or dateline or state
        if state and span.label != "PERSON":
            votes.all["City"] += 3
        vote_by_use(parse, span, head, votes.all)
        vote_by_nouns(parse, span, head, votes)

    def _is_within(self, span: NameSpan) -> bool:
        """Whether something is or happens in what a single name names: "in Tavel", not "a stake in Tavel"."""
        parse, start = self.parse, span.start
        preposition = parse.lowers[start - 1] in ("in", "near", "outside")
        if len(span) > 1 or not preposition or span.label not in _TOWNLIKE:
            return False
        if parse.deps[start] != "pobj" or parse.words[start].isupper() or parse.lowers[start] in FIRST_NAMES:
            return False
        return parse.lemmas[parse.heads[start - 1]].lower() not in _TRUSTING

    def _is_dateline(self, span: NameSpan) -> bool:
        """Whether a name in capitals opens a paragraph before a dash: "GENEVA (AP) -", "OSLO, Norway, 3 May —"."""
        if span.start not in self.openings or not all(w.isupper() for w in span.key(self.parse) if w.isalpha()):
            return False
        following = self.parse.words[span.end : span.end + _DATELINE]
        return following[:1] != () and following[0] in _BEHIND_PLACE and not _DASHES.isdisjoint(following)

    def is_credit(self, span: NameSpan) -> bool:
        """Whether a name only says which agency sent a report: "OSLO (AP) -"."""
        parse, start, end = self.parse, span.start - 1, span.end
        if start < 1 or parse.words[start] != "(" or parse.lower_at(end) != ")":
            return False
        return parse.lower_at(end + 1) in _DASHES and any(start - _DATELINE < o <= start for o in self.openings)

    def _is_definite(self, span: NameSpan) -> bool:
        """Whether an article stands before a longer name that the model takes for nobody's: "the Anna Grotto"."""
        first = len(span) > 1 and self.parse.lowers[span.start] in FIRST_NAMES
        return first and span.label != "PERSON" and self.parse.lower_at(span.start - 1) == "the"

    def _is_acronym(self, span: NameSpan) -> bool:
        """Whether the model took for a person what is spelled in capitals: "TEPCO"."""
        word = self.parse.words[span.start]
        single = span.label == "PERSON" and len(span) == 1
        return single and len(word) > 2 and word.isupper() and self.parse.words[span.start - 1] != word

    def _is_behind_town(self, token: int) -> bool:
        return token > 1 and self.parse.words[token - 1] == "," and self.parse.pos[token - 2] == "PROPN"

    def is_postal(self, token: int) -> bool:
        """Whether a token is the postal code of a state after the name of a town: "Haverhill, MA"."""
        return self.parse.words[token] in _POSTAL and self._is_behind_town(token)

    def is_province(self, start: int, end: int) -> bool:
        """Whether a city's name after a small town and a comma means its province: "Velmund, New York"."""
        if not self._is_behind_town(start) or self.parse.words_of(start, end) not in self.places.provinces:
            return False
        return class_of_known(self.parse.words[start - 2]) in ("", "Region")

    def _is_before_state(self, comma: int) -> bool:
        """Whether a comma and a state's name or postal code follow a name: "Haverhill, MA"."""
        if self.parse.lower_at(comma) != "," or comma + 1 == len(self.parse):
            return False
        word = self.parse.words[comma + 1]
        return self.is_postal(comma + 1) or word in self.places.abbreviated or word in self.places.regions


type _Key = tuple[str, ...]
type _Part = Literal["first", "last", "surnames"]

SITES: Final = frozenset({"Facility", "MilitaryBase"})
"""What is often called after the town where it is."""
_GENERATIONS: Final = words("words/names/parts", "generations")
_NAMESAKES: Final = frozenset({"Company", "Product", "Work", "MediaOrganization", "EducationalOrganization"})
"""What is called like the person who gave it the name."""
_NAMED_AFTER: Final = frozenset({"SportsTeam", "GeographicFeature"})
"""What is often called after a place or after what it is like."""
_OPENED: Final = ORGANIZATIONS | SITES | {"GeographicFeature"}  # what is called by the first word of its name
_NAMED_ALONE: Final = _NAMED_AFTER | {
    "Company", "Organization", "MediaOrganization", "EducationalOrganization", "ArmedGroup"
}  # fmt: skip
"""What news calls by the first word of its name, which the pipeline may take for somebody's."""
_LABOR: Final = ("Labor",)
_SURE_NOUN: Final = 3  # the votes of a noun that says what a name is beside a surname: "Hallam, a chain of stores"
_ACRONYM: Final = 3  # how many letters what is written in capitals has at most where it may be no word: "US"
_TWO_SURNAMES: Final = 3
"""The words of a name of which news may use the middle one alone: "Quispe" for "Nilda Quispe Rivas"."""


class ClassDecision:
    """The classes of the names in one parse, by their words; `persons` says what words are of a person's name."""

    def __init__(self, parse: Parse, spans: Sequence[NameSpan], evidence: Evidence) -> None:
        self.parse = parse
        self.ambiguous, self.peoples = load_places().ambiguous, load_places().peoples
        self.persons: dict[str, _Part] = {}
        self.opened: dict[str, str] = {}  # the class of the longer name that a word opens, "" for two
        self.teams: set[str] = set()  # the last words of teams' names
        self.classes = self._decide(self._collect(spans, evidence))

    def _collect(self, spans: Sequence[NameSpan], evidence: Evidence) -> dict[_Key, Votes]:
        collected: dict[_Key, Votes] = {}
        for span in spans:
            evidence.vote(span, collected.setdefault(span.key(self.parse), Votes()))
        for key, votes in collected.items():
            quiet = _quiet(key)
            if votes.places and quiet != key and quiet in collected and len(key[0]) > _ACRONYM and key[0].isupper():
                collected[quiet].all += votes.all  # "TAVEL (AP) -" says what Tavel is
                collected[quiet].places += votes.places
        for votes in collected.values():
            if votes.nouns:
                self._prefer_noun(votes)
        return collected

    def _prefer_noun(self, votes: Votes) -> None:
        """Lessen the votes against what nouns say that a name is."""
        best = _best(votes.nouns)
        town = votes.places or votes.all["City"] > votes.nouns[best]
        if town and best in SITES:
            del votes.nouns[best]  # "in Velmund" is about the town, "the Velmund prison" about its prison
        elif votes.places and best in PLACES:
            votes.all["Person"] = 0  # "in Velmund", "the Velmund region"
        elif votes.as_person > 1:
            votes.all["Person"] -= 2 * (votes.as_person - 1)  # one guess of the model, made again and again

    def _decide(self, collected: dict[_Key, Votes]) -> dict[_Key, str]:
        """The class of each name, of the longer ones first: a short one may be a part of them."""
        single = {key[0]: votes.all for key, votes in collected.items() if len(key) == 1}
        alone = {word for word, votes in single.items() if votes["Person"] > votes["Organization"]}
        classes: dict[_Key, str] = {}
        for key in sorted(collected, key=lambda k: (-len(k), k)):
            votes = collected[key]
            if len(key) == 1:
                classes[key] = self._class_of_short(key[0], votes) or class_of_name(key, votes.all, votes.nouns)
                continue
            if len(key) < 5 and key[-1] in alone and key[0].lower() in FIRST_NAMES:
                votes.all["Person"] += 2 * votes.all.total()
            surnames = not votes.nouns and self.persons.get(" ".join(key).lower()) == "surnames"
            classes[key] = "Person" if surnames else class_of_name(key, votes.all, votes.nouns)
            self._enter(key, classes[key])
        labor = {_LABOR: "PoliticalParty"} if _LABOR in classes and is_labor(self.parse) else {}
        return classes | _shouted(classes) | labor

    def _enter(self, key: _Key, cls: str) -> None:
        """Note the words by which news may call what has a name of several words."""
        if cls == "Person":
            self._enter_person(key)
        elif cls in _OPENED:
            self.opened[key[0]] = cls if self.opened.get(key[0], cls) == cls else ""
            if cls == "SportsTeam":
                self.teams.add(key[-1])
        elif cls == "Product" and key[-1][0].isdigit():
            self.opened.setdefault(key[0], cls)  # "Firefox" of "Firefox 4"

    def _enter_person(self, key: _Key) -> None:
        self.persons.setdefault(key[0].lower(), "first")
        last = key[-2] if key[-1].lower() in _GENERATIONS else key[-1]
        self.persons[last.lower()] = "last"
        if len(key) > _TWO_SURNAMES and key[-2] == "-":
            self.persons.setdefault(" ".join(key[-3:]).lower(), "surnames")  # "Okon-Reid"
        if len(key) == _TWO_SURNAMES:
            self.persons.setdefault(key[1].lower(), "first")
            self.persons.setdefault(" ".join(key[1:]).lower(), "surnames")  # "García Márquez"

    def _class_of_short(self, word: str, votes: Votes) -> str:
        """The class of a name of one word that is short for a longer one, "" where nouns beside it may know better."""
        cls = self._class_of_longer(word, votes)
        if not votes.nouns or cls != "Person" or self.persons[word.lower()] != "last":
            return "" if votes.nouns else cls
        sure = max(votes.nouns.values())  # against what the model says each time: "the Hale rifle" of Ann Hale
        return cls if sure < _SURE_NOUN or sure <= max(votes.as_person, votes.all["Person"]) else ""

    def _class_of_longer(self, word: str, votes: Votes) -> str:
        """The class of the longer name that one word is short for, "" where it is for none."""
        known, person = class_of_known(word), votes.all["Person"]
        given, part = word.lower() in FIRST_NAMES, self.persons.get(word.lower())
        if word in self.teams and part != "last":
            return "SportsTeam"
        meant = person > 2 or 0 < person >= votes.all["Organization"]
        namesake = known in ("City", "Region") or (known in _NAMESAKES and meant)
        bare = given and known in ("City", "Region") and not votes.places  # "George" beside a George Hale
        if part and (not known or (namesake and part == "last") or bare or word in self.ambiguous):
            surname = part == "last" and (given or not votes.places)  # "Beaumont", if nothing is "in Beaumont"
            if not known or surname or person >= votes.all["City"] + votes.all["Place"]:
                return "Person"
        opened = "" if known or part or word in self.peoples else self.opened.get(word, "")
        if opened in _NAMED_AFTER and (votes.places or is_common(word.lower())):
            return ""  # the town that a team is called after, the north of "North Sea"
        return opened if not person or (opened in _NAMED_ALONE and not given) else ""

    def is_surname(self, span: NameSpan) -> bool:
        """Whether a single name is a person's surname, and no noun or adjective: not "the Dane", "Danish sailors"."""
        parse, token = self.parse, span.start
        if len(span) > 1 or self.persons.get(parse.lowers[token]) != "last":
            return False
        modifies = parse.deps[token] in ("amod", "compound", "nmod")
        return not modifies and parse.lower_at(token - 1) not in ("a", "an", "the")


def _best(votes: Counter[str]) -> str:
    """The class with most votes, the first by name of several, "" without votes."""
    return max(sorted(votes), key=lambda cls: votes[cls], default="")


def _quiet(key: _Key) -> _Key:
    """A name in capitals as news writes it within sentences."""
    return tuple(word.title() for word in key)


def _shouted(classes: dict[_Key, str]) -> dict[_Key, str]:
    """The classes of the names of places in capitals that the text names otherwise too: "TAVEL (AP) -" for Tavel."""
    quiet = {key: classes.get(_quiet(key), "") for key in classes}
    return {key: cls for key, cls in quiet.items() if cls in PLACES and all(word.isupper() for word in key)}
