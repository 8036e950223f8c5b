"""Titles and posts as words: kinds, portfolios, rows of posts, and the organization behind each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.names import PARTIES
from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES, class_of_noun, singular
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.titles import (
    BEFORE_NAMES,
    COMPLETIONS,
    HEADS,
    IN_CHARGE,
    MODIFIERS,
    PORTFOLIOS,
    POST_WORDS,
    POSTS,
    STATUS,
    WITH_PORTFOLIO,
)
from kg.text.syntax.dependencies import partitive_one

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.text.model import Name, Parse, Referents

_LISTS: Final = word_lists("words/titles/posts")
RANKS: Final = _LISTS["ranks"]
_RANKING: Final = _LISTS["ranking"]
_SERVING: Final = _LISTS["serving"]
_INDEFINITE: Final = words("words/function_words", "determiners", "indefinite_articles")
_BELONGING: Final = words("words/function_words", "prepositions", "belonging_or_place")


class PostKinds:
    """The kinds of the posts of one document: "founder", "lead", "post", "member", "occupation", "sport"."""

    def __init__(self, finder: OrganizationFinder) -> None:
        self.finder = finder
        self.parse = finder.parse
        self.phrases = finder.phrases

    def role_relation(self, role: int, words: tuple[str, ...], kinds: set[str], organization: int) -> str:
        """The relation of a person to a post: "holdsRole", or "hasOccupation" where it is none at an organization."""
        phrase, last = self.phrases[role], words[-1]
        capital = self.parse.words[phrase.head][0].isupper() and (
            phrase.head > phrase.start or last in titles.BEFORE_NAMES
        )
        named = organization >= 0 and self.phrases[organization].kind != "demonym"
        ranked, indefinite = not _RANKING.isdisjoint(words), self._is_indefinite(phrase.start)
        if organization < 0 and last in _LISTS["trades"] and not ranked and indefinite:
            held = False  # "a former wrestling coach"
        elif last in titles.WON:
            held = True
        elif not kinds:
            held = last in titles.BEFORE_NAMES or not _RANKING.isdisjoint(words[:-1])
        elif last == "judge" and len(words) == 1:
            held = named
        elif _is_post(words) or "occupation" not in kinds or "sport" in kinds:
            held = True
        elif last in titles.TRADES:
            held = False
        else:
            served = named and self.finder.cls(organization) != "Place"
            held = bool(kinds & {"lead", "post", "member"}) and (served or capital)
        return "holdsRole" if held else "hasOccupation"

    def _is_indefinite(self, start: int) -> bool:
        """Whether "a" opens the phrase of a post: "a coach", "a former coach"."""
        lowers = self.parse.lowers
        past = start > 0 and lowers[start - 1] in titles.STATUS
        return start > past and lowers[start - past - 1] in _INDEFINITE

    def words(self, role: int) -> tuple[str, ...]:
        """The words of a post up to its noun, this as its lemma."""
        phrase, lowers = self.phrases[role], self.parse.lowers
        lemma = post_lemma(self.parse, phrase.head).removeprefix("co-")
        if phrase.end > phrase.head + 1 and lemma in ("no", "no."):
            lemma = "number"
        if lemma == "elect" and phrase.head > phrase.start + 1:
            return (*lowers[phrase.start : phrase.head - 2], f"{lowers[phrase.head - 2]}-elect")
        return (*lowers[phrase.start : phrase.head], lemma)

    def kinds(self, role: int, words: tuple[str, ...]) -> set[str]:
        """The kinds of post that its words name."""
        phrase = self.phrases[role]
        if words[-1] in FOUNDERS:
            return {"founder"}
        if words[-1].endswith("-elect"):
            return {"post"}
        joined = {words[-1], "_".join(words), "_".join(words[-2:])}
        heads = joined & titles.HEADS
        partly = bool(heads) and self._heads_part(role, words)
        kinds: set[str] = set()
        if heads:
            below = partly or phrase.end > phrase.head + 1 or not _LISTS["second"].isdisjoint(words[:-1])
            kinds.add("post" if below else "lead")
        if joined & titles.POSTS:
            kinds.add("post")
        if joined & titles.MEMBERS:
            kinds.add("member")
        compound = any("_" in head for head in heads)  # a chief executive is no mere executive
        if joined & titles.OCCUPATIONS and not compound and not partly:
            kinds.add("occupation")
        if joined & titles.TEAM_POSTS:
            kinds.add("sport")
        return kinds

    def _heads_part(self, role: int, words: tuple[str, ...]) -> bool:
        """Whether the words before a post make it one over a part of the organization: "sales director"."""
        if len(words) == 1:
            return False
        if words[-2] in _LISTS["local"] and words[-1] not in _LISTS["heads_anywhere"]:
            return True
        noun = self.parse.pos[self.phrases[role].head - 1] == "NOUN" and words[-2] not in _LISTS["wholes"]
        return words[-1] in _LISTS["heads_of_parts"] and (noun or words[-2] == "country")

    def preposition(self, where: int) -> str:
        """The preposition before a phrase, "" for none."""
        head = self.phrases[where].head
        return self.parse.lowers[self.parse.heads[head]] if self.parse.deps[head] == "pobj" else ""

    def relations(self, kinds: set[str], where: int, last: str) -> Iterator[str]:
        """The relations of a person to the organization or place `where` of a post, whose noun is `last`."""
        won = last in titles.WON and self.finder.cls(where) != "Country"
        sent = last in titles.ENVOYS and self.preposition(where) == "to"  # an envoy to a state serves another
        if "founder" not in kinds and not won and not sent:  # kg.text.roles reads founders
            yield from self._relations(kinds, where, last)

    def _relations(self, kinds: set[str], where: int, last: str) -> Iterator[str]:
        cls, kind = self.finder.cls(where), self.phrases[where].kind
        if cls == "Country" and kind == "demonym" and {"lead", "sport"} <= kinds:
            yield "citizenOf"  # "the taciturn Chilean coach"
        elif cls == "PoliticalParty" or (cls == "ArmedGroup" and last not in _SERVING):
            leads = "lead" in kinds and last not in _LISTS["heads_of_places"]
            yield from ("leads", "memberOf") if leads else ("memberOf",)
        elif (inside := self._inside(kinds, where, last)) is not None:
            yield from inside
        elif "lead" in kinds:
            yield from ("leads", "worksFor")
        elif cls in ("City", "Region"):
            yield from self._at_place(kinds, where)
        elif "member" in kinds:
            yield "memberOf" if cls in ORGANIZATIONS else "worksFor"
        elif (
            cls == "Country"
            and kind != "nominal"
            and ("occupation" in kinds or (kind == "demonym" and last in _LISTS["private"]))
        ):
            yield "citizenOf"
        elif "post" in kinds or cls in ORGANIZATIONS:
            yield "worksFor"
        elif cls == "Country":
            yield "citizenOf"

    def _inside(self, kinds: set[str], where: int, last: str) -> tuple[str, ...] | None:
        """The relations of a student, a soldier, a nurse to school, army and hospital; None for others."""
        cls = self.finder.cls(where)
        if cls in ("City", "Region") and self.preposition(where) == "from" and not kinds & {"member", "sport"}:
            return () if last in titles.ENVOYS | _SERVING else ("livesIn",)  # "a savings-bank manager from Varna"
        if cls == "EducationalOrganization" and last in _LISTS["learning"]:
            return ()  # kg.text.relations.biography
        if "lead" in kinds:
            return None
        if cls == "Military" and last not in _SERVING:
            return ("memberOf",)
        if cls == "Facility" and "occupation" in kinds and self.preposition(where) in _BELONGING:
            return ("worksFor",)
        return None

    def _at_place(self, kinds: set[str], where: int) -> Iterator[str]:
        """The relations of somebody who heads no town or region to it."""
        inside = self.preposition(where) in ("in", "at")
        if "occupation" in kinds:
            yield "locatedIn" if inside else "livesIn"
        elif kinds & {"post", "member"} and not inside:
            yield "worksFor"


def _is_post(words: tuple[str, ...]) -> bool:
    """Whether what stands before an occupation makes a post of it: "chief engineer", "security officer"."""
    if words[-1] == "director":
        return _LISTS["directed"].isdisjoint(words)
    if words[-1] == "officer" and len(words) > 1 and _LISTS["uniformed"].isdisjoint(words):
        return True
    return not _RANKING.isdisjoint(words[:-1])


MEASURES: Final = words("words/nouns/measures")
_PREPOSITIONS: Final = words("words/titles/posts", "portfolio_prepositions")
_NO_PORTFOLIO: Final = ORGANIZATIONS | PLACES | {"Person", "People"}
_LONGEST: Final = 7
"""How many tokens a portfolio has at most, with its preposition; a row of fields has one less."""
_REACH: Final = 4
"""How far behind the preposition the noun of a portfolio may stand."""
_JOINT: Final = 3
"""How many tokens may stand between two such nouns."""


def post_before_portfolio(parse: Parse, end: int, name_of: Sequence[int] = ()) -> int:
    """The token after the noun of a post that ends before `end` with its portfolio, 0 for none: "Secretary of State".

    Words of portfolios may be capitalised or not; a name among them, by `name_of`, is the name of an organization.
    """
    for token in range(end - 1, max(0, end - _LONGEST), -1):
        word = parse.lowers[token]
        if name_of and max(name_of[token], name_of[token - 1]) >= 0:
            return 0
        if word in _PREPOSITIONS and token < end - 1:
            head = parse.lowers[token - 1]
            return token if head in BEFORE_NAMES or head in HEADS or head in WITH_PORTFOLIO else 0
        joining = word in ("and", "the", "-") and token < end - 1
        if not joining and word not in PORTFOLIOS and word not in COMPLETIONS:
            return 0
    return 0


def is_portfolio_word(parse: Parse, token: int, head: int) -> bool:
    """Whether a word before the noun `head` of a post is of its portfolio: "Youth and Sports Minister"."""
    if parse.lowers[head] not in IN_CHARGE:
        return False
    if parse.lowers[token] == "and" and token:
        around = (parse.lowers[token - 1], parse.lowers[token + 1])
        return all(word in PORTFOLIOS or word in MODIFIERS for word in around)
    return parse.lowers[token] in PORTFOLIOS


def portfolio_end(parse: Parse, name_of: Sequence[int], token: int) -> int:
    """Where a post with the noun `token` ends that "of" or "for" completes: "head of house production"."""
    end, noun = token + 1, parse.lowers[token]
    if end + 1 >= len(parse) or parse.deps[end] != "prep" or parse.heads[end] != token:
        return end
    before = parse.lowers[end]
    if before != "of" and not (before == "for" and noun in WITH_PORTFOLIO):
        return end
    for child in parse.dependents(end, "pobj"):
        if child - end > _REACH:
            continue
        inside = range(end + 1, child + 1)
        if any(name_of[t] >= 0 or parse.deps[t] == "poss" for t in inside):
            return end
        if any(parse.deps[t] == "det" for t in inside):
            return child + 1 if _is_definite_portfolio(parse, token, child) else end
        if _is_portfolio(parse, before, child):
            return _joint_end(parse, name_of, child)
    return end


def _is_portfolio(parse: Parse, before: str, noun: int) -> bool:
    """Whether a noun behind a post and a preposition is what the post is in charge of, no organization or person."""
    whole = f"{parse.lowers[noun - 2]}_{before}_{parse.lowers[noun]}"  # "chief of staff"
    if parse.lowers[noun] in PORTFOLIOS or whole in POSTS:
        return True
    return before == "of" and class_of_noun(parse.lemmas[noun].lower(), parse.lowers[noun - 1]) not in _NO_PORTFOLIO


def _is_definite_portfolio(parse: Parse, post: int, noun: int) -> bool:
    """Whether a noun with "the" is what a post is in charge of: "Minister for the Environment"."""
    if parse.lowers[noun - 1] != "the" or parse.lowers[post] not in IN_CHARGE:
        return False
    if parse.lowers[noun] in PORTFOLIOS:
        return True
    lemma = parse.lemmas[noun].lower()
    return parse.lowers[post] == "minister" and class_of_noun(lemma) not in _NO_PORTFOLIO and lemma not in MEASURES


def _joint_end(parse: Parse, name_of: Sequence[int], noun: int) -> int:
    """Where a portfolio ends that starts with a noun: "trade and industry"."""
    end = noun + 1
    for child in parse.dependents(noun, "conj"):
        if child - end > _JOINT:
            continue
        inside = range(end, child + 1)
        plain = all(parse.deps[t] in ("cc", "compound", "amod", "conj", "punct") for t in inside)
        named = any(name_of[t] >= 0 and parse.lowers[t] not in PORTFOLIOS for t in inside)
        if plain and not named and _is_portfolio(parse, "of", child):
            return _joint_end(parse, name_of, child)
    return end


FOUNDERS: Final = _LISTS["founders"]
_JOINING: Final = _LISTS["joining"]
_ALWAYS: Final = _JOINING | _LISTS["chained"] | FOUNDERS | STATUS
_WORDS: Final = POST_WORDS | {word for modifier in MODIFIERS for word in modifier.split("_")}
_LONGEST_ROW: Final = 16
"""How many tokens a row of posts may have on either side of one of them."""


class PostChains:
    """Finds the ends of rows of posts in one document."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse

    def end(self, token: int) -> int:
        """The token after the row of posts that continues at `token`, which follows a post."""
        stop = min(len(self._parse), token + _LONGEST_ROW)
        last = token
        while token < stop and self._is_part(token):
            token += 1
            if self._parse.lowers[token - 1] not in _JOINING:
                last = token
        return last

    def start(self, token: int) -> int:
        """The first token of the row of posts that ends before `token`, where a post starts."""
        stop = max(0, token - _LONGEST_ROW)
        first = token
        while token > stop and self._is_part(token - 1):
            token -= 1
            if self._parse.lowers[token] not in _JOINING:
                first = token
        return first

    def organizations_after(self, token: int, finder: OrganizationFinder) -> list[int]:
        """The organizations named after the row that continues at `token`: Acme in the title's example."""
        parse = self._parse
        end = self.end(token)
        if end >= len(parse) or parse.lowers[end] not in _BELONGING:
            return []
        if parse.sentence_of[end] != parse.sentence_of[max(token - 1, 0)]:
            return []
        return [place for target in parse.dependents(end, "pobj") for place in finder.coordinated(target)]

    def _is_part(self, token: int) -> bool:
        word = self._parse.lowers[token].removeprefix("co-")
        return word in _ALWAYS or (word in _WORDS and self._parse.pos[token] in ("NOUN", "PROPN", "ADJ"))


_PARTY: Final = word_lists("words/parties")
_SERVED: Final = words("words/nouns/organizations", "served")
_NUMBERING: Final = ("number", "no.", "no")
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_IN_NOMINALS: Final = titles.POSTS | titles.HEADS | titles.MEMBERS | titles.OCCUPATIONS
_KNOWN: Final = _IN_NOMINALS | titles.BEFORE_NAMES | titles.TEAM_POSTS


def title_spans(parse: Parse, name_of: Sequence[int], name: Name) -> list[tuple[int, int, int]]:
    """The posts that stand before a person's name, from the nearest: tokens [start, end) and the noun of each.

    `name_of` gives the outermost name of each token, -1 for none. Two titles in a row are two posts ("Navy Chief
    Admiral X").
    """
    end = name.start
    while end > 0 and parse.lowers[end - 1] in titles.COURTESY:
        end -= 1
    spans: list[tuple[int, int, int]] = []
    end = _post_at_organization(parse, name_of, end) or end
    while end > 0 and _is_before(parse, end - 1, name.start) and name_of[end - 1] < 0:
        post = post_before_portfolio(parse, end, name_of) or _ranking(parse, end)
        if post > 0:
            spans.append((_title_start(parse, name_of, post, name), end, post - 1))
            end = spans[-1][0]
            continue
        last = post_lemma(parse, end - 1) if _has_others(parse, name) else parse.lowers[end - 1]
        if last == "elect" and parse.words[end - 2] == "-" and end > 2:
            last = parse.lowers[end - 3]  # "President-elect X"
        capital = parse.words[end - 1][0].isupper() or parse.pos[end - 1] in _NOUNS
        is_title = last in titles.BEFORE_NAMES and capital
        if not is_title and not (not spans and _is_occupation(parse, end - 1, name)):
            break
        start = _title_start(parse, name_of, end, name)
        spans.append((start, end, end - 1))
        end = start
    return spans


def post_lemma(parse: Parse, token: int) -> str:
    """The lemma of a post, in the singular where the tagger took a capitalised plural for a name: "Guides"."""
    lemma = parse.lemmas[token].lower()
    one = singular(lemma)
    if lemma in _KNOWN or parse.tags[token] not in ("NNP", "NNPS"):
        unknown = parse.tags[token] == "NN" and parse.words[token][0].isupper()
        return one if unknown and one in _KNOWN and lemma not in _KNOWN else lemma
    return one if one in _KNOWN or class_of_noun(one) == "Person" else lemma


def one_of_post(parse: Parse, token: int) -> str:
    """The word for one holder of a post, as the text writes it: "Guide" for "Guides", "MP" for "MPs"."""
    word, lemma = parse.words[token], post_lemma(parse, token)
    if lemma == parse.lemmas[token].lower():
        return parse.lemmas[token]
    same = word.lower().startswith(lemma)
    return word[: len(lemma)] if same else f"{word[0]}{lemma[1:]}"


def _has_others(parse: Parse, name: Name) -> bool:
    """Whether another name is coordinated with one: "Ann Lee and Tom Hale"."""
    joint = parse.lowers[name.end : name.end + 1] in (("and",), (",",), ("&",))
    others = (other for token in range(name.start, name.end) for other in parse.dependents(token, "conj", "appos"))
    return joint and any(parse.words[other][0].isupper() for other in others)


def _title_start(parse: Parse, name_of: Sequence[int], end: int, name: Name) -> int:
    """The first token of the title before a name whose noun is the last token before `end`."""
    start = end - 1
    while start > 0 and _is_before(parse, start - 1, name.start) and _in_title(parse, name_of, start - 1, end):
        start -= 1
    while start < end - 1 and parse.pos[start] == "PUNCT":
        start += 1
    return start


def _ranking(parse: Parse, end: int) -> int:
    """The token after "number" in a ranking that ends before `end`, 0 for none: "world number one"."""
    if end < 2 or parse.lowers[end - 1] not in _LISTS["ranking_numbers"]:
        return 0
    number = end - 2 - (parse.words[end - 2] == ".")  # "No." is two tokens where a name seems to end at it
    return number + 1 if number >= 0 and parse.lowers[number] in _NUMBERING else 0


def is_ranking(parse: Parse, token: int) -> bool:
    """Whether a word opens a ranking: "world No. 1"."""
    return parse.lowers[token] == "world" and parse.lowers[token + 1] in _NUMBERING


def _post_at_organization(parse: Parse, name_of: Sequence[int], end: int) -> int:
    """The token after a post at the organization whose name ends before `end`, 0 for none: "Governor of Texas"."""
    first = end - 1
    if first < 1 or name_of[first] < 0:
        return 0
    while first > 1 and name_of[first - 1] == name_of[end - 1]:
        first -= 1
    of = first - 1 - (parse.lowers[first - 1] == "the")
    head = parse.lowers[of - 1] if of > 0 and parse.lowers[of] == "of" and name_of[of - 1] < 0 else ""
    return of if head in titles.BEFORE_NAMES or head in titles.HEADS else 0


def _is_before(parse: Parse, token: int, name: int) -> bool:
    """Whether a token stands in the sentence of a name, or ends one that was cut at an abbreviated title."""
    sentence, own = parse.sentence_of[token], parse.sentence_of[name]
    if sentence == own:
        return True
    last = parse.sentences[sentence][1] - 1
    return sentence == own - 1 and parse.words[last].endswith(".") and parse.lowers[last] in titles.BEFORE_NAMES


def _is_occupation(parse: Parse, token: int, name: Name) -> bool:
    """Whether a noun before a name says what its bearer does: "actor" in "actor Jane Doe"."""
    word, before = parse.lowers[token], parse.lowers[token - 1] if token else ""
    if token + 1 == name.start:
        # a player's position, whatever the tagger made of it: "cornerback"
        position = word in titles.TEAM_POSTS and parse.pos[token] in ("NOUN", "PROPN", "VERB")
        if position or f"{before}_{word}" in titles.TEAM_POSTS:
            return True
    if parse.pos[token] not in _NOUNS or parse.sentence_of[token] != parse.sentence_of[name.start]:
        return False
    if not (name.start <= parse.heads[token] < name.end or parse.heads[name.end - 1] == token):
        return False
    lemma = post_lemma(parse, token) if _has_others(parse, name) else parse.lemmas[token].lower()
    if lemma in titles.KINSHIP or lemma in titles.NOT_POSTS:
        return False
    return class_of_noun(lemma, before) == "Person" or lemma in titles.OCCUPATIONS or lemma in titles.TEAM_POSTS


def _in_title(parse: Parse, name_of: Sequence[int], token: int, end: int) -> bool:
    word, following = parse.lowers[token], parse.lowers[token + 1]
    force = word in ("police", "fire") and token and name_of[token - 1] >= 0  # "Springfield police" is an agency
    force = force or (word == "under" and not following.startswith("secretar"))  # "under President X"
    if f"{word}_{following}" in titles.PAIRS and name_of[token] < 0:
        return True  # "Lord Mayor"
    if name_of[token] >= 0 or word in titles.STATUS or word in titles.COURTESY or force or is_party(parse, token):
        return False
    if "-" in (word, following):
        return _is_joined(parse, token)
    position = f"{word}_{parse.lemmas[end - 1].lower()}"
    if _is_modifier(parse, token, end - 1) or is_ranking(parse, token) or position in titles.TEAM_POSTS:
        return True
    compound = parse.pos[token] in _NOUNS and parse.deps[token] == "compound"
    if word in titles.BEFORE_NAMES or not compound or _is_organization(parse, token):
        return False
    return parse.heads[token] < end or parse.words[token][0].islower()


def _is_modifier(parse: Parse, token: int, head: int) -> bool:
    """Whether a word before the noun of a post belongs to it by its meaning: "deputy", "Services", "Olympic"."""
    word = parse.lowers[token]
    return (
        word in titles.MODIFIERS
        or word in titles.KINDS
        or is_portfolio_word(parse, token, head)
        or _is_contest(parse, token, head)
    )


def _is_contest(parse: Parse, token: int, head: int) -> bool:
    """Whether a word before "champion" says in what: "Olympic 400 metres champion", "world 100m champion"."""
    lowers, contests = parse.lowers, _LISTS["contests"]
    if lowers[head] not in titles.WON:
        return False
    return lowers[token] in contests or (parse.pos[token] == "NUM" and lowers[token + 1] in contests)


def _is_joined(parse: Parse, token: int) -> bool:
    """Whether a hyphen, or the word before one, stands close to what follows: "anti-corruption"."""
    return (token > 0 or parse.words[token] != "-") and parse.ends[token] == parse.begins[token + 1]


def _is_organization(parse: Parse, token: int) -> bool:
    """Whether a noun before a title names who is served ("company spokesman") or when, not the kind ("union boss")."""
    if parse.lowers[token] in MEASURES:
        return True
    if parse.lemmas[token].lower() in _SERVED:
        return token == 0 or parse.lowers[token - 1] != "-"
    if parse.lowers[token + 1] in titles.WITH_PORTFOLIO:
        return False  # "Business Secretary"
    if token == parse.sentences[parse.sentence_of[token]][0]:
        return False  # "Union leader X said"
    return parse.pos[token] == "PROPN" and class_of_noun(parse.lemmas[token].lower()) in ORGANIZATIONS


def post_span(parse: Parse, name_of: Sequence[int], start: int, token: int) -> tuple[int, int] | None:
    """The post that a nominal from `start` with head `token` names, as tokens [start, end); None where it names none.

    Its portfolio belongs to it ("director of security"), the organization that its holder serves does not.
    """
    lemma = parse.lemmas[token].lower().removeprefix("co-")
    first = token
    while first > start and _in_post(parse, name_of, first - 1, token):
        first -= 1
    while first < token and parse.pos[first] == "PUNCT":
        first += 1
    words = "_".join((*parse.lowers[first:token], lemma))
    if lemma == "member" or (lemma not in _IN_NOMINALS and words not in _IN_NOMINALS):
        return None
    return first, portfolio_end(parse, name_of, token)


def _in_post(parse: Parse, name_of: Sequence[int], token: int, head: int) -> bool:
    word, following = parse.lowers[token], parse.lowers[token + 1]
    if name_of[token] >= 0 or word in titles.STATUS or is_party(parse, token):
        return False
    if "-" in (word, following):
        return _is_joined(parse, token)
    modifier = _is_modifier(parse, token, head) and token < parse.heads[token] <= head
    if f"{word}_{following}" in titles.PAIRS or modifier:
        return True
    compound = parse.heads[token] == head and parse.deps[token] == "compound" and parse.pos[token] in _NOUNS
    return compound and not _is_organization(parse, token)


def is_party(parse: Parse, token: int) -> bool:
    """Whether a capitalised word before a member's title is a party's: "Labour MP", "Labour leader", no minister's."""
    if not parse.words[token][0].isupper() or not is_party_word(parse, parse.lowers[token]):
        return False
    last = token + 1
    while last + 1 < len(parse) and parse.lowers[last] in titles.MODIFIERS:
        last += 1  # "Labour deputy leader"
    following = singular(parse.lowers[last])
    return following in titles.MEMBERS or following in _PARTY["posts"]


def is_party_word(parse: Parse, word: str) -> bool:
    """Whether a word in small letters is one for a party, or its members, in a text."""
    return word in PARTIES and (word != "labor" or is_labor(parse))


def is_labor(parse: Parse) -> bool:
    """Whether "Labor" is a party in a text: not where it names a country that has none, or unions."""
    return _is_labor(parse.words)


@lru_cache(maxsize=1)
def _is_labor(words: tuple[str, ...]) -> bool:
    return not _PARTY["labor"].isdisjoint(words) or _PARTY["no_labor"].isdisjoint(words)


POSSESSIVE: Final = words("words/function_words", "marks", "possessive_ending")
STATE_CLASSES: Final = frozenset({"Government", "GovernmentAgency", "Military"})
AFFILIATION_CLASSES: Final = ORGANIZATIONS | PLACES
"""Classes of what people serve, lead or live in."""

_DEFINITE: Final = words("words/function_words", "determiners", "definite")
_AFFILIATING: Final = words("words/function_words", "prepositions", "affiliation")
_STANCES: Final = words("words/titles/posts", "stances")
_BOARDS: Final = words("words/titles/posts", "boards")


class OrganizationFinder:
    """The phrases of a document as organizations and places that people serve, lead or live in."""

    def __init__(self, parse: Parse, referents: Referents) -> None:
        self.parse = parse
        self.phrases = referents.phrases
        self.referents = referents
        self.named = [
            any(self.phrases[p].kind in ("name", "demonym") for p in referent.phrases)
            or (referent.cls == "Person" and self.phrases[referent.phrases[0]].kind == "pronoun")  # all that is known
            for referent in referents.referents
        ]
        self.ending: dict[int, int] = {}  # token after -> the longest phrase that ends there, no post or pronoun
        for place, phrase in enumerate(self.phrases):
            if phrase.cls != "Role" and phrase.kind != "pronoun":
                self.ending.setdefault(phrase.end, place)

    def cls(self, place: int) -> str:
        """The class of what a phrase refers to."""
        referent = self.referents.referent_of[place]
        return self.referents.referents[referent].cls if referent >= 0 else self.phrases[place].cls

    def is_named(self, place: int) -> bool:
        """Whether the text names what a phrase refers to, or opens with "he" or "she" for it."""
        return self.named[self.referents.referent_of[place]]

    def is_definite(self, place: int) -> bool:
        """Whether the reader knows which organization is meant: a name, a determiner or a possessor says it."""
        phrase = self.phrases[place]
        referent = self.referents.referent_of[place]
        if referent < 0 or self.cls(place) not in AFFILIATION_CLASSES:
            return False
        if phrase.kind == "pronoun" or self.is_named(place):
            return True
        return self.parse.lowers[phrase.start] in _DEFINITE or bool(self.parse.dependents(phrase.head, "poss"))

    def team(self, place: int, kinds: set[str]) -> int:
        """A phrase itself, -1 where it is no affiliation, as a town is for a post in a team."""
        if "sport" in kinds and self.cls(place) in ("City", "Region"):
            return -1
        return place if self.cls(place) in AFFILIATION_CLASSES | {"Person"} else -1

    def find(self, name: str, cls: str) -> int:
        """The first phrase for the entity of a class that has this name, -1 for none."""
        found = (r.phrases[0] for r in self.referents.referents if r.cls == cls and r.name == name)
        return next(found, -1)

    def inside(self, role: int) -> int:
        """The force that opens a post's own words: "police" in "Police Chief"."""
        phrase = self.phrases[role]
        at = self.referents.phrase_at[phrase.start]
        portfolio = self.parse.lowers[phrase.head] == "minister"  # "Local Government Minister"
        if at >= 0 and not portfolio and self.phrases[at].cls in STATE_CLASSES and self.phrases[at].end <= phrase.head:
            return at
        return -1

    def _is_stance(self, place: int) -> bool:
        """Whether a prefix says what somebody is for or against: "anti-Taliban fighters"."""
        parse, start = self.parse, self.phrases[place].start
        return parse.lower_at(start - 1) == "-" and parse.lower_at(start - 2) in _STANCES

    def before(self, end: int, limit: int) -> int:
        """The organization named just before a post that starts at token `end`, not before `limit`; -1 for none.

        "UK …", "Taliban's …", "former Pentagon …".
        """
        parse, token = self.parse, end
        while token > limit:
            place, last = self.ending.get(token, -1), token - 1
            cls = self.cls(place) if place >= 0 else ""
            if place >= 0 and (parse.lowers[last] == "independent" or self._is_stance(place)):
                return -1
            if cls in AFFILIATION_CLASSES or (cls == "Person" and parse.lowers[token] in POSSESSIVE):
                return place
            word = parse.lowers[last]
            if word in POSSESSIVE or word in STATUS or parse.tags[last] == "JJ":
                token -= 1
            elif word == "whose":
                comma = last > 0 and parse.lowers[last - 1] == ","  # "Acme, whose director …"
                return self._referring(self.ending.get(last - comma, -1))
            elif parse.deps[last] == "poss" and self.referents.phrase_at[last] >= 0:
                return self._referring(self.referents.phrase_at[last])
            elif parse.deps[last] == "compound" and end - token < 3:
                token -= 1
            else:
                return -1
        return -1

    def _referring(self, place: int) -> int:
        """A phrase where it refers to an organization or a place, else -1."""
        if place < 0 or self.referents.referent_of[place] < 0 or self.cls(place) not in AFFILIATION_CLASSES:
            return -1
        return place

    def post_before(self, token: int, posts: Mapping[int, int]) -> tuple[int, int]:
        """The post that ends before a name at `token`, and the place between, if any: "Governor of Texas"; else -1.

        `posts` are those of the text by the token after them.
        """
        post, place = posts.get(token, -1), self.ending.get(token, -1)
        if post >= 0 or place < 0 or self.cls(place) not in AFFILIATION_CLASSES:
            return post, -1
        of = self.phrases[place].start - 1
        of -= of > 0 and self.parse.lowers[of] == "the"
        return (posts.get(of, -1), place) if of > 0 and self.parse.lowers[of] == "of" else (-1, -1)

    def after(self, *heads: int, only: str = "") -> list[int]:
        """The organizations in the prepositional phrases on a noun: "of Y", "for Y and Z"; `only` "of", say."""
        found: list[int] = []
        parse = self.parse
        for head in heads:
            for preposition in parse.dependents(head, "prep"):
                word = parse.lowers[preposition]
                if preposition > head and word in _AFFILIATING and only in ("", word):
                    for target in parse.dependents(preposition, "pobj"):
                        found += self._of_board(target) or self.coordinated(target)
        return found

    def _of_board(self, token: int) -> list[int]:
        """The organization whose board a token names: Acme in "the board of directors of Acme"; else none."""
        if self.parse.lowers[token] not in _BOARDS:
            return []
        return [place for place in self.after(token) if self.cls(place) in ORGANIZATIONS]

    def coordinated(self, token: int) -> list[int]:
        """The phrases headed by a token and by what is coordinated with it."""
        at = self.referents.phrase_at[token]
        places = [at] if at >= 0 and self.phrases[at].head == token else []
        for conjunct in self.parse.dependents(token, "conj"):
            places += self.coordinated(conjunct)
        return places

    def persons_under(self, head: int, dep: str) -> list[int]:
        """The named persons behind a token that depend on it by a label, with those coordinated with them."""
        targets = (child for child in self.parse.dependents(head, dep) if child > head)
        return [p for target in targets for p in self.coordinated(target) if self._is_person(p)]

    def one_among(self, head: int) -> list[int]:
        """The person said to be one of a plural: "one of the directors, X," and "X, one of the directors"."""
        parse, one = self.parse, partitive_one(self.parse, head)
        if one < 0:
            return []
        if parse.deps[one] == "appos":
            return [p for p in self.coordinated(parse.heads[one])[:1] if self._is_person(p)]
        nouns = (one, *(self.phrases[place].head for place in self.after(head)))
        return next((found for noun in nouns if (found := self.persons_under(noun, "appos"))), [])

    def _is_person(self, place: int) -> bool:
        return self.phrases[place].kind == "name" and self.cls(place) == "Person"


def is_denied(parse: Parse, token: int) -> bool:
    """Whether a predicate noun is not said to hold: "is no spokesman", "may be a member"."""
    if parse.deps[token] != "attr":
        return False
    verb = parse.heads[token]
    return bool(parse.dependents(verb, "neg")) or any(parse.tags[c] == "MD" for c in parse.dependents(verb, "aux"))
