"""How a text holds its clauses, and who says them."""

import pytest

from kg.text.attribution.factuality import Attribution, judge
from kg.text.attribution.quotes import find_claims, find_quotes
from kg.text.syntax.clauses import find_clauses


def judged(parse):
    """The clauses of a text and their judgements."""
    clauses = find_clauses(parse)
    quotes = find_quotes(parse, clauses)
    return clauses, judge(parse, clauses, quotes, find_claims(parse, clauses, quotes))


def verdict(parse, lemma: str) -> tuple[str, str]:
    """The factuality of the first clause with this lemma and the head of its source, "" for none."""
    found = next(j for c, j in zip(*judged(parse), strict=True) if c.lemma == lemma)
    return found.factuality, parse.words[found.source] if found.source >= 0 else ""


@pytest.mark.parametrize(
    ("text", "lemma", "expected"),
    [
        # the article's own voice
        ("Rebels burned the mill.", "burn", ("asserted", "")),
        ("Rebels managed to burn the mill.", "burn", ("asserted", "")),
        ("The storm forced the mill to close.", "close", ("asserted", "")),
        ("Ana, who burned the mill, left.", "burn", ("asserted", "")),
        ("The first woman to lead the bank resigned.", "lead", ("asserted", "")),
        ("Rebels would later burn the mill.", "burn", ("asserted", "")),
        ("Ana would go on to win the cup.", "win", ("asserted", "")),
        # negation
        ("Rebels did not burn the mill.", "burn", ("negated", "")),
        ("The court cleared him of burning the mill.", "burn", ("negated", "")),
        ("Troops sold the mill for nothing.", "sell", ("asserted", "")),
        ("Police held Ana on suspicion of burning the mill.", "burn", ("reported", "")),
        ("Rebels never burned the mill.", "burn", ("negated", "")),
        ("No rebels burned the mill.", "burn", ("negated", "")),
        ("Rebels failed to burn the mill.", "burn", ("negated", "")),
        ("Rebels left without burning the mill.", "burn", ("negated", "")),
        ("Police prevented rebels from burning the mill.", "burn", ("negated", "")),
        ("Rebels did not fail to burn the mill.", "burn", ("asserted", "")),
        # plans
        ("Rebels will burn the mill.", "burn", ("planned", "")),
        ("Rebels to burn mill", "burn", ("planned", "")),
        ("Rebels plan to burn the mill.", "burn", ("planned", "")),
        ("Rebels want to burn the mill.", "burn", ("planned", "")),
        ("Rebels are to burn the mill.", "burn", ("planned", "")),
        ("Rebels are going to burn the mill.", "burn", ("planned", "")),
        ("Rebels are expected to burn the mill.", "burn", ("planned", "")),
        ("A plan to burn the mill angered Ana.", "burn", ("planned", "")),
        ("Rebels did not plan to burn the mill.", "burn", ("negated", "")),
        ("The miners demanded the arrest of Omar.", "arrest", ("planned", "")),
        # what may be
        ("Rebels could burn the mill.", "burn", ("hypothetical", "")),
        ("If rebels burn the mill, Ana will leave.", "burn", ("hypothetical", "")),
        ("Did rebels burn the mill?", "burn", ("hypothetical", "")),
        ("Perhaps rebels burned the mill.", "burn", ("hypothetical", "")),
        ("Ana wondered whether rebels burned the mill.", "burn", ("hypothetical", "Ana")),
        ("A video casts doubt on whether rebels burned the mill.", "burn", ("hypothetical", "")),
        ("Ana denied a claim that rebels burned the mill.", "burn", ("negated", "Ana")),
        ("Ana wanted us to think that rebels burned the mill.", "burn", ("hypothetical", "us")),
        ("Rebels tried to flee and were burned by the fire.", "burn", ("asserted", "")),
        ("There was no way the rebels burned the mill.", "burn", ("negated", "")),
        ("Police found no evidence that rebels burned the mill.", "burn", ("negated", "")),
        ("Ana was not responsible for burning the mill.", "burn", ("negated", "")),
        ("Rebels almost burned the mill.", "burn", ("negated", "")),
        ("It was suggested that rebels had burned the mill.", "burn", ("hypothetical", "")),
        # what is said
        ("Ana said rebels burned the mill.", "burn", ("reported", "Ana")),
        ("Rebels burned the mill, Ana said.", "burn", ("reported", "Ana")),
        ("According to Ana, rebels burned the mill.", "burn", ("reported", "Ana")),
        ("Rebels burned the mill, according to Ana.", "burn", ("reported", "Ana")),
        ("Rebels burned the mill, the Herald says.", "burn", ("reported", "Herald")),
        ("Rebels burned the mill and Ana fled, according to the ministry.", "burn", ("reported", "ministry")),
        ("Rebels burned the mill and, according to the ministry, Ana fled.", "burn", ("asserted", "")),
        ("According to a report that the regulator wrote, rebels burned the mill.", "burn", ("reported", "regulator")),
        ("A report issued by the ministry said rebels burned the mill.", "burn", ("reported", "ministry")),
        ("A report carried by the Herald said rebels burned the mill.", "burn", ("reported", "report")),
        ("A statement from the ministry said rebels burned the mill.", "burn", ("reported", "ministry")),
        ("Rebels burned the mill, according to data from Gartner.", "burn", ("reported", "Gartner")),
        ("A study by the university found that rebels burned the mill.", "burn", ("reported", "university")),
        ("“Rebels burned the mill,” Ana said.", "burn", ("reported", "Ana")),
        ("“It was awful,” Ana said. “Rebels burned the mill.”", "burn", ("reported", "Ana")),
        ("Ana said that Omar thinks rebels burned the mill.", "burn", ("reported", "Omar")),
        ("Rebels allegedly burned the mill.", "burn", ("reported", "")),
        ("Ana said that she left and that rebels burned the mill.", "burn", ("reported", "Ana")),
        # modality and negation win, the source is kept
        ("Ana said she would burn the mill.", "burn", ("planned", "Ana")),
        ("Ana said she would burn the mill if rebels came.", "burn", ("hypothetical", "Ana")),
        ("Ana said rebels would burn the mill.", "burn", ("hypothetical", "Ana")),
        ("Ana says she would burn the mill.", "burn", ("hypothetical", "Ana")),
        ("Ana said rebels would not burn the mill.", "burn", ("negated", "Ana")),
        ("Ana said rebels could burn the mill.", "burn", ("hypothetical", "Ana")),
        ("Ana denied that rebels burned the mill.", "burn", ("negated", "Ana")),
        ("Police said Ana denied that rebels burned the mill.", "burn", ("negated", "Ana")),
        ("Ana did not say that rebels burned the mill.", "burn", ("hypothetical", "Ana")),
        ("Ana hoped that rebels were burning the mill.", "burn", ("planned", "Ana")),
        # orders to whoever reads
        ("Add that rebels burned the mill.", "burn", ("hypothetical", "")),
        ("Please record that rebels burned the mill.", "burn", ("hypothetical", "")),
        ("You must report that rebels burned the mill.", "burn", ("hypothetical", "")),
        ("Rebels must report that they burned the mill.", "burn", ("reported", "Rebels")),
        ("“Tell them that rebels burned the mill,” Ana said.", "burn", ("reported", "Ana")),
        # the saying itself
        ("Ana said rebels burned the mill.", "say", ("asserted", "")),
    ],
)
def test_clauses(parse_text, text, lemma, expected):
    assert verdict(parse_text(text), lemma) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Peru's president may resign.", "president", ("asserted", -1)),
        ("Ana said Peru's president may resign.", "president", ("asserted", 0)),
        ("“Peru's president may resign,” Ana said.", "president", ("reported", 8)),
        ("Peru's president said he may resign.", "president", ("asserted", -1)),
    ],
)
def test_what_a_phrase_takes_for_granted(parse_text, text, word, expected):
    parse = parse_text(text)
    found = Attribution(parse, *judged(parse)).of(parse.words.index(word))
    assert (found.factuality, found.source) == expected
