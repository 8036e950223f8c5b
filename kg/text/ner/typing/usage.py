"""What a name is by what is done with it: who graduates is a person, what erupts is a volcano."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.names import ENDINGS, FIRST_NAMES
from kg.text.lexicon.nouns import PLACES
from kg.text.lexicon.tables import table, word_labels, word_lists, words
from kg.text.syntax.dependencies import own_subjects

if TYPE_CHECKING:
    from collections import Counter

    from kg.text.model import Parse
    from kg.text.ner.records import NameSpan

__all__ = ["MAKERS", "is_aboard", "vote_by_use"]

_LISTS: Final = word_lists("words/ner/usage")
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
