"""The words of a phrase that name a post or an occupation: "Prime Minister", "science fiction writer", "official"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.names import PARTIES
from kg.text.lexicon.nouns import ORGANIZATIONS, class_of_noun, singular
from kg.text.lexicon.tables import word_lists, words
from kg.text.titles.portfolios import MEASURES, is_portfolio_word, portfolio_end, post_before_portfolio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Name, Parse

__all__ = [
    "is_labor",
    "is_party",
    "is_party_word",
    "is_ranking",
    "one_of_post",
    "post_lemma",
    "post_span",
    "title_spans",
]

_LISTS: Final = word_lists("words/titles/posts")
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
        post = post_before_portfolio(parse, end, name_of) or _ranking(parse, end) or _assisting(parse, end)
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


def _assisting(parse: Parse, end: int) -> int:
    """The token after "counsel" in the post "counsel assisting" that ends before `end`, 0 for none."""
    return end - 1 if end > 1 and parse.lowers[end - 2 : end] == ("counsel", "assisting") else 0


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
    """Whether a token belongs to the title that ends before `end`."""
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
    return first, token + 2 if _assisting(parse, token + 2) else portfolio_end(parse, name_of, token)


def _in_post(parse: Parse, name_of: Sequence[int], token: int, head: int) -> bool:
    """Whether a token belongs to the post of a nominal whose noun is `head`."""
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
