"""The words of a phrase that name a post or an occupation: "Prime Minister", "science fiction writer", "official"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES, class_of_noun
from kg.text.lexicon.words import load_titles, singular
from kg.text.titles.parties import is_party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.model import Name, Parse

__all__ = ["charged_post", "is_ranking", "one_of_post", "post_lemma", "post_span", "title_spans"]

_UNCHARGED = ORGANIZATIONS | PLACES | {"Person", "People"}
_NOUNS = frozenset({"NOUN", "PROPN"})
_IN_CHARGE = word_lists("words/posts")["in_charge"]
_WON = word_lists("words/posts")["won"]
_CONTESTS = word_lists("words/titles/posts")["contests"]
_NUMBERING = ("number", "no.", "no")
_JOINED = frozenset({"conj", "appos"})
_REACH = 4
"""How far behind the preposition the noun for what a post is in charge of may stand."""
_JOINT = 3
"""How many tokens may stand between two such nouns."""
_OF = frozenset({"of", "for", "in", "at"})
_RANKINGS = word_lists("words/titles/posts")["ranking_numbers"]
_CHARGE = 7
"""How many tokens what a post is for has at most, with the preposition."""


def title_spans(parse: Parse, name_of: Sequence[int], name: Name) -> list[tuple[int, int, int]]:
    """The posts that stand before a person's name, from the nearest, with their nouns: "Prime Minister".

    `name_of` gives the outermost name of each token, -1 for none. Two titles in a row are two posts ("Navy Chief
    Admiral X").
    """
    titles = load_titles()
    end = name.start
    while end > 0 and parse.lowers[end - 1] in titles.civil:
        end -= 1
    spans: list[tuple[int, int, int]] = []
    end = _post_of_body(parse, name_of, end) or end
    while end > 0 and _is_before(parse, end - 1, name.start) and name_of[end - 1] < 0:
        post = charged_post(parse, end, name_of) or _ranking(parse, end) or _assisting(parse, end)
        if post > 0:
            spans.append((_title_start(parse, name_of, post, name), end, post - 1))
            end = spans[-1][0]
            continue
        last = post_lemma(parse, end - 1) if _has_others(parse, name) else parse.lowers[end - 1]
        if last == "elect" and parse.words[end - 2] == "-" and end > 2:
            last = parse.lowers[end - 3]  # "President-elect X"
        is_title = last in titles.before and (parse.words[end - 1][0].isupper() or parse.pos[end - 1] in _NOUNS)
        if not is_title and not (not spans and _is_occupation(parse, end - 1, name)):
            break
        start = _title_start(parse, name_of, end, name)
        spans.append((start, end, end - 1))
        end = start
    return spans


def post_lemma(parse: Parse, token: int) -> str:
    """The lemma of a post, in the singular where the tagger took a capitalised plural for a name: "Guides"."""
    known, lemma = _known_posts(), parse.lemmas[token].lower()
    one = singular(lemma)
    if lemma in known or parse.tags[token] not in ("NNP", "NNPS"):
        unknown = parse.tags[token] == "NN" and parse.words[token][0].isupper()
        return one if unknown and one in known and lemma not in known else lemma
    return one if one in known or class_of_noun(one) == "Person" else lemma


def one_of_post(parse: Parse, token: int) -> str:
    """The word for one holder of a post, as the text writes it: "Guide" for "Guides", "MP" for "MPs"."""
    word, lemma = parse.words[token], post_lemma(parse, token)
    if lemma == parse.lemmas[token].lower():
        return parse.lemmas[token]
    same = word.lower().startswith(lemma)
    return word[: len(lemma)] if same else f"{word[0]}{lemma[1:]}"


@cache
def _known_posts() -> frozenset[str]:
    titles = load_titles()
    return titles.before | titles.posts | titles.leads | titles.members | titles.occupations | titles.sports


def _has_others(parse: Parse, name: Name) -> bool:
    """Whether another name is coordinated with one: "Ann Lee and Tom Hale"."""
    joint = parse.lowers[name.end : name.end + 1] in (("and",), (",",), ("&",))
    others = (c for t in range(name.start, name.end) for c in parse.children[t] if parse.deps[c] in _JOINED)
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
    if end < 2 or parse.lowers[end - 1] not in _RANKINGS:
        return 0
    number = end - 2 - (parse.words[end - 2] == ".")  # "No." is two tokens where a name seems to end at it
    return number + 1 if number >= 0 and parse.lowers[number] in _NUMBERING else 0


def is_ranking(parse: Parse, token: int) -> bool:
    """Whether a word opens a ranking: "world No. 1"."""
    return parse.lowers[token] == "world" and parse.lowers[token + 1] in _NUMBERING


def _assisting(parse: Parse, end: int) -> int:
    """The token after "counsel" in the post "counsel assisting" that ends before `end`, 0 for none."""
    return end - 1 if end > 1 and parse.lowers[end - 2 : end] == ("counsel", "assisting") else 0


def charged_post(parse: Parse, end: int, name_of: Sequence[int] = ()) -> int:
    """The token after the noun of a post that ends before `end` with what it is for, 0 for none: "Secretary of State".

    Words for what posts are for may as well be capitalised as not; a name among them is the name of a body.
    """
    titles = load_titles()
    for token in range(end - 1, max(0, end - _CHARGE), -1):
        word = parse.lowers[token]
        if name_of and max(name_of[token], name_of[token - 1]) >= 0:
            return 0
        if word in _OF and token < end - 1:
            head = parse.lowers[token - 1]
            return token if head in titles.before or head in titles.leads or head in titles.charged else 0
        joining = word in ("and", "the", "-") and token < end - 1
        if not joining and word not in titles.portfolios and word not in titles.completing:
            return 0
    return 0


def _post_of_body(parse: Parse, name_of: Sequence[int], end: int) -> int:
    """The token after a post at the body whose name ends before `end`, 0 for none: "Governor of Texas"."""
    body = end - 1
    if body < 1 or name_of[body] < 0:
        return 0
    while body > 1 and name_of[body - 1] == name_of[end - 1]:
        body -= 1
    of = body - 1 - (parse.lowers[body - 1] == "the")
    head = parse.lowers[of - 1] if of > 0 and parse.lowers[of] == "of" and name_of[of - 1] < 0 else ""
    titles = load_titles()
    return of if head in titles.before or head in titles.leads else 0


def _is_before(parse: Parse, token: int, name: int) -> bool:
    """Whether a token stands in the sentence of a name, or ends one that was cut at an abbreviated title."""
    sentence, own = parse.sentence_of[token], parse.sentence_of[name]
    if sentence == own:
        return True
    end = parse.sentences[sentence][1]
    return sentence == own - 1 and parse.words[end - 1].endswith(".") and parse.lowers[end - 1] in load_titles().before


def _is_occupation(parse: Parse, token: int, name: Name) -> bool:
    """Whether a noun before a name says what its bearer does: "actor" in "actor Jane Doe"."""
    titles = load_titles()
    before = parse.lowers[token - 1] if token else ""
    if token + 1 == name.start and (f"{before}_{parse.lowers[token]}" in titles.sports or _is_position(parse, token)):
        return True
    if parse.pos[token] not in ("NOUN", "PROPN") or parse.sentence_of[token] != parse.sentence_of[name.start]:
        return False
    head = name.end - 1
    if not (name.start <= parse.heads[token] < name.end or parse.heads[head] == token):
        return False
    lemma = post_lemma(parse, token) if _has_others(parse, name) else parse.lemmas[token].lower()
    if lemma in titles.kin or lemma in titles.no_post:
        return False
    return class_of_noun(lemma, before) == "Person" or lemma in titles.occupations or lemma in titles.sports


def _is_position(parse: Parse, token: int) -> bool:
    """Whether a word names a player's position and nothing else, whatever the tagger made of it: "cornerback"."""
    return parse.lowers[token] in load_titles().sports and parse.pos[token] in ("NOUN", "PROPN", "VERB")


def _in_title(parse: Parse, name_of: Sequence[int], token: int, end: int) -> bool:
    """Whether a token belongs to the title that ends before `end`."""
    titles = load_titles()
    word, following = parse.lowers[token], parse.lowers[token + 1]
    force = word in ("police", "fire") and token and name_of[token - 1] >= 0  # "Springfield police" is a body
    force = force or (word == "under" and not following.startswith("secretar"))  # "under President X"
    if f"{word}_{following}" in titles.double and name_of[token] < 0:
        return True  # "Lord Mayor"
    if name_of[token] >= 0 or word in titles.aside or word in titles.civil or force or is_party(parse, token):
        return False
    if "-" in (word, following):
        return _is_joined(parse, token)
    position = f"{word}_{parse.lemmas[end - 1].lower()}"
    telling = word in titles.widen or word in titles.kinds or _is_charge(parse, token, end - 1)
    if telling or is_ranking(parse, token) or position in titles.sports or _is_contest(parse, token, end - 1):
        return True
    compound = parse.pos[token] in ("NOUN", "PROPN") and parse.deps[token] == "compound"
    if word in titles.before or not compound or _is_body(parse, token):
        return False
    return parse.heads[token] < end or parse.words[token][0].islower()


def _is_contest(parse: Parse, token: int, head: int) -> bool:
    """Whether a word before "champion" tells in what: "Olympic 400 metres champion", "world 100m champion"."""
    lowers = parse.lowers
    if lowers[head] not in _WON:
        return False
    return lowers[token] in _CONTESTS or (parse.pos[token] == "NUM" and lowers[token + 1] in _CONTESTS)


def _is_joined(parse: Parse, token: int) -> bool:
    """Whether a hyphen, or the word before one, stands close to what follows: "anti-corruption"."""
    return (token > 0 or parse.words[token] != "-") and parse.ends[token] == parse.begins[token + 1]


def _is_charge(parse: Parse, token: int, head: int) -> bool:
    """Whether a word before the noun of a post tells what its holder is in charge of: "Emergency Services Minister"."""
    return parse.lowers[head] in word_lists("words/posts")["in_charge"] and _is_portfolio(parse, token)


def _is_portfolio(parse: Parse, token: int) -> bool:
    """Whether a word tells what a minister is in charge of, or joins two such words: "Youth and Sports Minister"."""
    titles = load_titles()
    if parse.lowers[token] == "and" and token:
        around = (parse.lowers[token - 1], parse.lowers[token + 1])
        return all(word in titles.portfolios or word in titles.widen for word in around)
    return parse.lowers[token] in titles.portfolios


def _is_body(parse: Parse, token: int) -> bool:
    """Whether a noun before a title names who is served ("company spokesman") or when, not the kind ("union boss")."""
    if parse.lowers[token] in word_lists("words/nouns/measures")["words"]:
        return True
    if parse.lemmas[token].lower() in word_lists("words/nouns/organizations")["served"]:
        return token == 0 or parse.lowers[token - 1] != "-"
    if parse.lowers[token + 1] in load_titles().charged:
        return False  # "Business Secretary"
    if token == parse.sentences[parse.sentence_of[token]][0]:
        return False  # "Union leader X said"
    return parse.pos[token] == "PROPN" and class_of_noun(parse.lemmas[token].lower()) in ORGANIZATIONS


def post_span(parse: Parse, name_of: Sequence[int], start: int, token: int) -> tuple[int, int] | None:
    """The post that a nominal from `start` with head `token` names, None where it names none.

    What its holder is in charge of belongs to it ("director of security"), the body that he serves does not.
    """
    titles = load_titles()
    lemma = parse.lemmas[token].lower().removeprefix("co-")
    first = token
    while first > start and _in_post(parse, name_of, first - 1, token):
        first -= 1
    while first < token and parse.pos[first] == "PUNCT":
        first += 1
    words = "_".join((*parse.lowers[first:token], lemma))
    known = (titles.posts, titles.leads, titles.members, titles.occupations)
    if lemma == "member" or not any(lemma in part or words in part for part in known):
        return None
    return first, token + 2 if _assisting(parse, token + 2) else _charge_end(parse, name_of, token)


def _in_post(parse: Parse, name_of: Sequence[int], token: int, head: int) -> bool:
    titles = load_titles()
    word, following = parse.lowers[token], parse.lowers[token + 1]
    if name_of[token] >= 0 or word in titles.aside or is_party(parse, token):
        return False
    if "-" in (word, following):
        return _is_joined(parse, token)
    telling = word in titles.widen or word in titles.kinds or _is_charge(parse, token, head)
    telling = telling or _is_contest(parse, token, head)
    if f"{word}_{following}" in titles.double or (telling and token < parse.heads[token] <= head):
        return True
    if parse.heads[token] != head:
        return False
    if parse.deps[token] != "compound" or parse.pos[token] not in ("NOUN", "PROPN"):
        return False
    return not _is_body(parse, token)


def _charge_end(parse: Parse, name_of: Sequence[int], token: int) -> int:
    """Where a post ends that "of" completes: "head of house production"."""
    end = token + 1
    if end + 1 >= len(parse) or parse.deps[end] != "prep" or parse.heads[end] != token:
        return end
    if parse.lowers[end] != "of" and not (parse.lowers[end] == "for" and parse.lowers[token] in load_titles().charged):
        return end
    for child in parse.children[end]:
        if parse.deps[child] != "pobj" or child - end > _REACH:
            continue
        inside = range(end + 1, child + 1)
        if any(name_of[t] >= 0 or parse.deps[t] == "poss" for t in inside):
            return end
        if any(parse.deps[t] == "det" for t in inside):
            return child + 1 if _is_whole_charge(parse, token, child) else end
        if _is_field(parse, parse.lowers[end], child):
            return _joint_end(parse, name_of, child)
    return end


def _is_field(parse: Parse, before: str, noun: int) -> bool:
    """Whether a noun behind a post and a preposition is what the post is in charge of, no body or person."""
    if parse.lowers[noun] in load_titles().portfolios:
        return True
    cls = class_of_noun(parse.lemmas[noun].lower(), parse.lowers[noun - 1])
    return before == "of" and cls not in _UNCHARGED


def _is_whole_charge(parse: Parse, post: int, noun: int) -> bool:
    """Whether a noun with "the" is what a post is in charge of: "Minister for the Environment"."""
    if parse.lowers[noun - 1] != "the" or parse.lowers[post] not in _IN_CHARGE:
        return False
    if parse.lowers[noun] in load_titles().portfolios:
        return True
    lemma = parse.lemmas[noun].lower()
    told = class_of_noun(lemma) in _UNCHARGED or lemma in word_lists("words/nouns/measures")["words"]
    return parse.lowers[post] == "minister" and not told


def _joint_end(parse: Parse, name_of: Sequence[int], noun: int) -> int:
    """Where what a post is in charge of ends that starts with a noun: "trade and industry"."""
    end, portfolios = noun + 1, load_titles().portfolios
    for child in parse.children[noun]:
        if parse.deps[child] != "conj" or child - end > _JOINT:
            continue
        inside = range(end, child + 1)
        plain = all(parse.deps[t] in ("cc", "compound", "amod", "conj", "punct") for t in inside)
        named = any(name_of[t] >= 0 and parse.lowers[t] not in portfolios for t in inside)
        if plain and not named and _is_field(parse, "of", child):
            return _joint_end(parse, name_of, child)
    return end
