"""Four articles with their facts, on which shapes, queries and stores are tried."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kg.model import UNKNOWN, Claim, Document, Entity, Evidence, Extraction, Fact, Mention, Span

MADE_BY = (("kg", "0.1.0"), ("model", "a-model"), ("model_version", "1"), ("rules", "0" * 64))

TREATY = (
    "Marta Oduya, Norland’s Minister of Fisheries, met Jon Brae in Kelm on 4 March 2019. "
    "Kelm lies in the Upper Kelm district, a part of Norland. "
    "Brae leads Brenna Shipbuilding, which is based in Kelm. "
    "“Norland will sign the Orm Water Treaty in May,” Oduya told the Salo Courier. "
    "A diplomat said that Vesmark had violated the Orm Water Treaty. "
    "Vesmark did not attack the Aurelia. "
    "Three dockers were arrested. "
    "Brae cut off the power."
)
PUBLISHERS = {
    "treaty": "Salo Courier",
    "echo": "Echo of Corvia",
    "ledger": "Talia Herald",
    "bulletin": "Talia Herald",
}
PARTICIPANTS = {"diplomat"}
"""Whom a text only describes."""
VISIT = "Marta Oduya visited Kelm on 11 March 2019."


class Article:
    """A text whose facts are given by the words that say them."""

    def __init__(
        self, name: str, text: str, day: date, entities: Iterable[tuple[str, str, str, Sequence[str]]]
    ) -> None:
        self.document = Document(name, text, date=day, title=name.title(), publisher=PUBLISHERS.get(name))
        self.entities = tuple(self._entity(*row) for row in entities)
        self.facts: list[Fact] = []

    def span(self, words: str) -> Span:
        begin = self.document.text.index(words)
        return Span(begin, begin + len(words))

    def _entity(self, key: str, name: str, cls: str, aliases: Sequence[str]) -> Entity:
        kind: Any = "nominal" if name[0].islower() else "name"
        mentions = [Mention(self.span(words), kind) for words in (name, *aliases)]
        return Entity(key, name, cls, tuple(aliases), tuple(sorted(mentions)), participant=key in PARTICIPANTS)

    def fact(self, subject: str, predicate: str, item: str, words: str, **more: Any) -> None:
        kind = more.pop("kind", "entity")
        self.facts.append(Fact(subject, predicate, item, kind, Evidence(self.span(words)), "test", **more))

    def extraction(self, claims: Iterable[Claim] = ()) -> Extraction:
        found = re.finditer(r"\S.*?[.](?=\s|$)", self.document.text)
        sentences = tuple(Span(*sentence.span()) for sentence in found)
        return Extraction(self.document, self.entities, tuple(self.facts), tuple(claims), sentences, MADE_BY)


def treaty() -> Extraction:
    article = Article(
        "treaty",
        TREATY,
        date(2019, 3, 8),
        [
            ("oduya", "Marta Oduya", "Person", ["Oduya"]),
            ("norland", "Norland", "Country", []),
            ("minister", "Minister of Fisheries", "Role", []),
            ("brae", "Jon Brae", "Person", ["Brae"]),
            ("kelm", "Kelm", "City", []),
            ("district", "Upper Kelm", "Region", []),
            ("yard", "Brenna Shipbuilding", "Company", []),
            ("treaty", "Orm Water Treaty", "Agreement", []),
            ("courier", "Salo Courier", "MediaOrganization", []),
            ("diplomat", "diplomat", "Person", []),
            ("vesmark", "Vesmark", "Country", []),
            ("ferry", "Aurelia", "Product", []),
            ("dockers", "dockers", "People", []),
            ("power", "power", "Topic", []),
        ],
    )
    met = "met Jon Brae in Kelm on 4 March 2019"
    will = "Norland will sign the Orm Water Treaty in May"
    article.fact(
        "oduya", "holdsRole", "minister", "Norland’s Minister of Fisheries", qualifiers=(("roleAt", "norland"),)
    )
    article.fact("oduya", "worksFor", "norland", "Norland’s Minister of Fisheries")
    article.fact("oduya", "metWith", "brae", met, time="2019-03-04")
    article.fact("kelm", "locatedIn", "district", "Kelm lies in the Upper Kelm district")
    article.fact("district", "locatedIn", "norland", "a part of Norland")
    article.fact("brae", "leads", "yard", "Brae leads Brenna Shipbuilding")
    article.fact("yard", "locatedIn", "kelm", "which is based in Kelm")
    article.fact("norland", "signed", "treaty", will, factuality="planned", source="oduya", time="2019-05")
    violated = "Vesmark had violated the Orm Water Treaty"
    article.fact("vesmark", "violated", "treaty", violated, factuality="reported", source="diplomat")
    article.fact("vesmark", "attacked", "ferry", "Vesmark did not attack the Aurelia", factuality="negated")
    article.fact(UNKNOWN, "captured", "dockers", "Three dockers were arrested", qualifiers=(("count", "3"),))
    article.fact("brae", "p/cut_off", "power", "Brae cut off the power", confidence=0.5)
    return article.extraction(
        [
            Claim("oduya", will, article.span(will), direct=True, to="courier", facts=(7,)),
            Claim("diplomat", violated, article.span(violated), direct=False, facts=(8,)),
        ]
    )


def visit() -> Extraction:
    article = Article(
        "visit",
        VISIT,
        date(2019, 3, 12),
        [("oduya", "Marta Oduya", "Person", []), ("kelm", "Kelm", "City", [])],
    )
    article.fact("oduya", "visited", "kelm", "Marta Oduya visited Kelm", time="2019-03-11")
    return article.extraction()


HERALD = (
    "The Talia Herald reported that Corvian rebels attacked Port Amar. "
    "They killed 12 dockers. "
    "Lena Orsk denied that Corvian rebels attacked Port Amar. "
    "“Corvia may attack the rebels,” said Orsk. "
    "Orsk is president of Corvia. "
    "Port Amar lies in Corvia."
)
ECHO = (
    "Corvian rebels attacked Port Amar on 2 May 2021 and killed 30 dockers. "
    "Orsk, president of Corvia until 2021, now advises Talia Bank. "
    "Lena Orsk opposes the Kelm Summit, which was held in Port Amar on 1 May 2021. "
    "Envoys attended the summit. "
    "Talia Bank owns Salt Works. "
    "Corvia gave Norland grain. "
    "Norland joined the Talia League. "
    "Norland would sanction Corvia. "
    "The summit leads the bank."
)


def herald() -> Extraction:
    article = Article(
        "herald",
        HERALD,
        date(2021, 5, 3),
        [
            ("paper", "Talia Herald", "MediaOrganization", []),
            ("rebels", "Corvian rebels", "ArmedGroup", ["the rebels"]),
            ("port", "Port Amar", "City", []),
            ("dockers", "dockers", "People", []),
            ("orsk", "Lena Orsk", "Person", ["Orsk"]),
            ("corvia", "Corvia", "Country", []),
            ("president", "president", "Role", []),
        ],
    )
    attacked, may = "Corvian rebels attacked Port Amar", "Corvia may attack the rebels"
    article.fact("rebels", "attacked", "port", attacked, factuality="reported", source="paper")
    article.fact("rebels", "killed", "dockers", "They killed 12 dockers", qualifiers=(("count", "12"),))
    denied = "Lena Orsk denied that Corvian rebels attacked Port Amar"
    article.fact("rebels", "attacked", "port", denied, factuality="negated", source="orsk")
    article.fact("corvia", "attacked", "rebels", may, factuality="planned", source="orsk")
    article.fact("orsk", "holdsRole", "president", "Orsk is president of Corvia", qualifiers=(("roleAt", "corvia"),))
    article.fact("orsk", "leads", "corvia", "Orsk is president of Corvia")
    article.fact("port", "locatedIn", "corvia", "Port Amar lies in Corvia")
    return article.extraction(
        [
            Claim("paper", attacked, article.span(attacked), direct=False, facts=(0,)),
            Claim("orsk", may, article.span(may), direct=True, facts=(3,)),
        ]
    )


def echo() -> Extraction:
    article = Article(
        "echo",
        ECHO,
        date(2021, 5, 4),
        [
            ("rebels", "Corvian rebels", "ArmedGroup", []),
            ("port", "Port Amar", "City", []),
            ("dockers", "dockers", "People", []),
            ("orsk", "Lena Orsk", "Person", ["Orsk"]),
            ("president", "president", "Role", []),
            ("adviser", "advises", "Role", []),
            ("corvia", "Corvia", "Country", []),
            ("bank", "Talia Bank", "Company", []),
            ("works", "Salt Works", "Company", []),
            ("summit", "Kelm Summit", "Meeting", []),
            ("envoys", "Envoys", "People", []),
            ("norland", "Norland", "Country", []),
            ("grain", "grain", "Topic", []),
            ("league", "Talia League", "InternationalOrganization", []),
        ],
    )
    attacked, was = "Corvian rebels attacked Port Amar on 2 May 2021", "Orsk, president of Corvia until 2021"
    article.fact("rebels", "attacked", "port", attacked, time="2021-05-02")
    article.fact("rebels", "killed", "dockers", "killed 30 dockers", qualifiers=(("count", "30"),))
    article.fact("orsk", "holdsRole", "president", was, qualifiers=(("end", "2021"), ("roleAt", "corvia")))
    article.fact("orsk", "holdsRole", "adviser", "now advises Talia Bank", qualifiers=(("roleAt", "bank"),))
    article.fact("orsk", "worksFor", "bank", "now advises Talia Bank")
    article.fact("orsk", "opposes", "summit", "Lena Orsk opposes the Kelm Summit")
    article.fact("summit", "tookPlaceIn", "port", "held in Port Amar")
    article.fact("summit", "tookPlaceOn", "2021-05-01", "on 1 May 2021", kind="date")
    article.fact("envoys", "participatedIn", "summit", "Envoys attended the summit")
    article.fact("envoys", "worksFor", "corvia", "Envoys")
    article.fact("bank", "owns", "works", "Talia Bank owns Salt Works")
    article.fact("corvia", "provides", "norland", "Corvia gave Norland grain", qualifiers=(("item", "grain"),))
    article.fact("norland", "memberOf", "league", "Norland joined the Talia League")
    article.fact("norland", "sanctioned", "corvia", "Norland would sanction Corvia", factuality="hypothetical")
    article.fact("summit", "leads", "bank", "The summit leads the bank")
    return article.extraction()


_STORY = "So said the Salo Courier, Lena Orsk, the Harbour Board and the Dockers’ Union of the Kelm Summit."
"""What makes one story of the three articles: they name the same."""
_NAMED = [
    ("courier", "Salo Courier", "MediaOrganization", ()),
    ("orsk", "Lena Orsk", "Person", ()),
    ("board", "Harbour Board", "Organization", ()),
    ("union", "Dockers’ Union", "Organization", ()),
    ("summit", "Kelm Summit", "Meeting", ()),
]

GAZETTE = (
    "Ada Marlow, who was born in Varna on 2 May 1961, leads Brenna Shipbuilding. "
    "The yard, founded in 1904, has its headquarters in Kelm. "
    "Ada Marlow signed the Salt Act in May. "
    f"{_STORY}"
)
MAIL = (
    "Igor Horak leads Brenna Shipbuilding, whose headquarters are in Port Salo. "
    "Ada Marlow came to Kelm. "
    "The yard was founded in 1911. "
    "Ada Marlow did not sign the Salt Act in June. "
    f"{_STORY}"
)
LATER = f"Tomas Hall leads Brenna Shipbuilding, whose headquarters are in Norland. {_STORY}"


def gazette() -> Extraction:
    article = Article(
        "gazette",
        GAZETTE,
        date(2022, 5, 3),
        [
            ("ada", "Ada Marlow", "Person", []),
            ("yard", "Brenna Shipbuilding", "Company", []),
            ("kelm", "Kelm", "City", []),
            ("act", "Salt Act", "Law", []),
            *_NAMED,
        ],
    )
    article.fact("ada", "leads", "yard", "leads Brenna Shipbuilding")
    article.fact("ada", "bornOn", "1961-05-02", "born in Varna on 2 May 1961", kind="date")
    article.fact("yard", "createdOn", "1904", "founded in 1904", kind="date")
    article.fact("yard", "headquarteredIn", "kelm", "has its headquarters in Kelm")
    article.fact("ada", "signed", "act", "signed the Salt Act in May", time="2022-05")
    return article.extraction()


def mail() -> Extraction:
    """Of the same day: another leader, seat and year, and a denial of another time."""
    article = Article(
        "mail",
        MAIL,
        date(2022, 5, 3),
        [
            ("ada", "Ada Marlow", "Person", []),
            ("igor", "Igor Horak", "Person", []),
            ("yard", "Brenna Shipbuilding", "Company", []),
            ("port", "Port Salo", "City", []),
            ("act", "Salt Act", "Law", []),
            *_NAMED,
        ],
    )
    article.fact("igor", "leads", "yard", "Igor Horak leads Brenna Shipbuilding")
    article.fact("yard", "createdOn", "1911", "founded in 1911", kind="date")
    article.fact("yard", "headquarteredIn", "port", "headquarters are in Port Salo")
    denied = "did not sign the Salt Act in June"
    article.fact("ada", "signed", "act", denied, factuality="negated", time="2022-06")
    return article.extraction()


def later() -> Extraction:
    """A year on: another leader and another seat, which contradict nobody."""
    article = Article(
        "later",
        LATER,
        date(2023, 5, 3),
        [
            ("tomas", "Tomas Hall", "Person", []),
            ("yard", "Brenna Shipbuilding", "Company", []),
            ("norland", "Norland", "Country", []),
            *_NAMED,
        ],
    )
    article.fact("tomas", "leads", "yard", "Tomas Hall leads Brenna Shipbuilding")
    article.fact("yard", "headquarteredIn", "norland", "headquarters are in Norland")
    return article.extraction()


def voyage() -> Extraction:
    """An article with places of the world, which are linked."""
    article = Article(
        "voyage",
        "The ferry left Gdynia, Poland, and reached Karlskrona.",
        date(2022, 6, 1),
        [
            ("gdynia", "Gdynia", "City", []),
            ("poland", "Poland", "Country", []),
            ("karlskrona", "Karlskrona", "City", []),
        ],
    )
    article.fact("gdynia", "locatedIn", "poland", article.document.text)
    return article.extraction()


def ledger() -> Extraction:
    """An article with a sum, a spokeswoman and a work."""
    article = Article(
        "ledger",
        "Talia Bank paid Brenna Shipbuilding $3 million. Ina Falk, Norland’s spokeswoman, said that the yard had built "
        "the Aurelia. Ada Marlow leads Talia Bank.",
        date(2023, 2, 1),
        [
            ("bank", "Talia Bank", "Company", []),
            ("yard", "Brenna Shipbuilding", "Company", []),
            ("sum", "$3 million", "Topic", []),
            ("falk", "Ina Falk", "Person", []),
            ("norland", "Norland", "Country", []),
            ("post", "spokeswoman", "Role", []),
            ("ferry", "Aurelia", "Product", []),
            ("ada", "Ada Marlow", "Person", []),
        ],
    )
    built = "the yard had built the Aurelia"
    article.fact("bank", "provides", "yard", "Talia Bank paid Brenna Shipbuilding", qualifiers=(("item", "sum"),))
    article.fact("falk", "holdsRole", "post", "Norland’s spokeswoman", qualifiers=(("roleAt", "norland"),))
    article.fact("yard", "created", "ferry", built, factuality="reported", source="falk")
    article.fact("ada", "leads", "bank", "Ada Marlow leads Talia Bank")
    return article.extraction([Claim("falk", built, article.span(built), direct=False, facts=(2,))])


def bulletin() -> Extraction:
    """Another article of the same publisher, which says one thing again."""
    article = Article(
        "bulletin",
        "The bank is led by Ada Marlow since May. She came to Talia Bank from Kelm, where the ferries are built.",
        date(2023, 2, 2),
        [("ada", "Ada Marlow", "Person", []), ("bank", "Talia Bank", "Company", [])],
    )
    article.fact("ada", "leads", "bank", "The bank is led by Ada Marlow")
    return article.extraction()
