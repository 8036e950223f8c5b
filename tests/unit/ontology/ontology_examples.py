"""What the named queries answer to their own examples."""

from __future__ import annotations

__all__ = [
    "ATTACKED",
    "DENIED",
    "ECHO",
    "EXAMPLES",
    "GAVE",
    "HELD",
    "HERALD",
    "LEADS",
    "MEETING",
    "MET",
    "NOW",
    "OPPOSES",
    "REPORTED",
    "SIGNING",
    "TREATY",
    "VIOLATED",
    "VIOLATION",
    "VISIT",
    "VISITED",
    "VISITS",
    "WILL",
]

MEETING = "Marta Oduya, Norland’s Minister of Fisheries, met Jon Brae in Kelm on 4 March 2019."
VISIT = "Marta Oduya visited Kelm on 11 March 2019."
WILL = "Norland will sign the Orm Water Treaty in May"
SIGNING = "“Norland will sign the Orm Water Treaty in May,” Oduya told the Salo Courier."
VIOLATED = "Vesmark had violated the Orm Water Treaty"
VIOLATION = "A diplomat said that Vesmark had violated the Orm Water Treaty."
ATTACKED = "Corvian rebels attacked Port Amar on 2 May 2021 and killed 30 dockers."
REPORTED = "The Talia Herald reported that Corvian rebels attacked Port Amar."
DENIED = "Lena Orsk denied that Corvian rebels attacked Port Amar."
NOW = "Orsk, president of Corvia until 2021, now advises Talia Bank."
LEADS = "Brae leads Brenna Shipbuilding, which is based in Kelm."
OPPOSES = "Lena Orsk opposes the Kelm Summit, which was held in Port Amar on 1 May 2021."
BORN = "Ada Marlow, who was born in Varna on 2 May 1961, leads Brenna Shipbuilding."
SEAT = "The yard, founded in 1904, has its headquarters in Kelm."
HORAK = "Igor Horak leads Brenna Shipbuilding, whose headquarters are in Port Salo."
GAVE = "Corvia gave Norland grain."
TREATY = ("treaty", "Salo Courier", "2019-03-08")
VISITS = ("visit", None, "2019-03-12")
HERALD = ("herald", None, "2021-05-03")
ECHO = ("echo", "Echo of Corvia", "2021-05-04")
GAZETTE = ("gazette", None, "2022-05-03")
MAIL = ("mail", None, "2022-05-03")
LEDGER = ("ledger", "Talia Herald", "2023-02-01")
BULLETIN = ("bulletin", "Talia Herald", "2023-02-02")
"""A document and the day of its publication."""
MET = ("Marta Oduya", "met with", "Jon Brae")
VISITED = ("Marta Oduya", "visited", "Kelm", "asserted", None, *VISITS, VISIT)
HELD = ("asserted", None, None)

EXAMPLES: list[tuple[str, str, list[tuple[str | None, ...]]]] = [
    (
        "about-entity",
        "articles",
        [
            ("Marta Oduya", "holds the role of", "Minister of Fisheries", "at Norland", *HELD, *TREATY, MEETING),
            (*MET, "", "asserted", None, "2019-03-04", *TREATY, MEETING),
            ("Marta Oduya", "visited", "Kelm", "", "asserted", None, "2019-03-11", *VISITS, VISIT),
            ("Marta Oduya", "works for", "Norland", "", *HELD, *TREATY, MEETING),
        ],
    ),
    (
        "agreements",
        "articles",
        [
            ("Norland", "signed", "Orm Water Treaty", None, "planned", "Marta Oduya", *TREATY, SIGNING),
            ("Vesmark", "violated", "Orm Water Treaty", None, "reported", "diplomat", *TREATY, VIOLATION),
        ],
    ),
    (
        "anonymous-sources",
        "articles",
        [
            ("diplomat", VIOLATED, "false", *TREATY),
        ],
    ),
    (
        "articles",
        "articles",
        [
            ("treaty", "Treaty", "2019-03-08", "Salo Courier"),
        ],
    ),
    (
        "articles-about",
        "articles",
        [
            (None, "2019-03-12", "visit", "Visit", "1"),
            ("Salo Courier", "2019-03-08", "treaty", "Treaty", "3"),
        ],
    ),
    (
        "attacks",
        "reports",
        [
            ("Corvian rebels", "attacked", "Port Amar", None, "2021-05-02", "asserted", None, *ECHO, ATTACKED),
            ("Corvian rebels", "attacked", "Port Amar", None, None, "reported", "Talia Herald", *HERALD, REPORTED),
            ("Corvian rebels", "attacked", "Port Amar", None, None, "negated", "Lena Orsk", *HERALD, DENIED),
        ],
    ),
    (
        "between",
        "articles",
        [
            (*MET, "asserted", None, "2019-03-04", *TREATY, MEETING),
        ],
    ),
    (
        "chain-of-command",
        "reports",
        [
            ("Corvia", "Lena Orsk", "asserted", None, *HERALD, "Orsk is president of Corvia."),
        ],
    ),
    (
        "changed-roles",
        "reports",
        [
            ("Lena Orsk", "holds the role of", "president", "Corvia", None, "2021", None, "asserted", None, *ECHO, NOW),
        ],
    ),
    (
        "claims-about",
        "articles",
        [
            ("Marta Oduya", WILL, "true", *TREATY),
        ],
    ),
    (
        "conditional",
        "reports",
        [
            ("Norland", "sanctioned", "Corvia", None, None, *ECHO, "Norland would sanction Corvia."),
        ],
    ),
    (
        "denied",
        "articles",
        [
            ("Vesmark", "attacked", "Aurelia", None, None, *TREATY, "Vesmark did not attack the Aurelia."),
        ],
    ),
    (
        "differ-at-one-time",
        "accounts",
        [
            ("Brenna Shipbuilding", "is headquartered in", "Kelm", None, None, *GAZETTE, SEAT),
            ("Brenna Shipbuilding", "is headquartered in", "Port Salo", None, None, *MAIL, HORAK),
            ("Ada Marlow", "leads", "Brenna Shipbuilding", None, None, *GAZETTE, BORN),
            ("Igor Horak", "leads", "Brenna Shipbuilding", None, None, *MAIL, HORAK),
        ],
    ),
    (
        "disputed",
        "reports",
        [
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                "Talia Herald",
                *HERALD,
                REPORTED,
                "Lena Orsk",
                *HERALD,
                DENIED,
            ),
            ("Corvian rebels", "attacked", "Port Amar", "article echo", *ECHO, ATTACKED, "Lena Orsk", *HERALD, DENIED),
        ],
    ),
    (
        "first-published",
        "articles",
        [
            ("Marta Oduya", "visited", "Kelm", "asserted", "2019-03-11", *VISITS, VISIT),
        ],
    ),
    (
        "happened-at",
        "articles",
        [
            ("Kelm", "Marta Oduya", "visited", "2019-03-11", "asserted", None, *VISITS, VISIT),
        ],
    ),
    (
        "happened-on",
        "articles",
        [
            ("2019-03-04", *MET, "asserted", None, *TREATY, MEETING),
        ],
    ),
    (
        "how-many",
        "reports",
        [
            ("30", "Corvian rebels", "killed", "dockers", *HELD, *ECHO, ATTACKED),
            ("12", "Corvian rebels", "killed", "dockers", *HELD, *HERALD, "They killed 12 dockers."),
        ],
    ),
    (
        "how-much",
        "ledgers",
        [
            (
                "$3 million",
                "Talia Bank",
                "provides for",
                "Brenna Shipbuilding",
                *HELD,
                *LEDGER,
                "Talia Bank paid Brenna Shipbuilding $3 million.",
            ),
        ],
    ),
    (
        "in-common",
        "reports",
        [
            ("opposes", "Kelm Summit", "participated in", "Meeting", *ECHO, *ECHO),
            ("leads", "Corvia", "works for", "Country", *HERALD, *ECHO),
        ],
    ),
    (
        "kept-aside",
        "reports",
        [
            (
                "Kelm Summit",
                "leads",
                "Talia Bank",
                "leads takes Agent as its subject, not Meeting",
                "test",
                *ECHO,
                "The summit leads the bank.",
            ),
        ],
    ),
    (
        "linked-places",
        "places",
        [
            (
                "Gdynia",
                "City",
                "54.519",
                "18.532",
                "PL",
                "257000",
                "https://sws.geonames.org/3099424/",
                "0.9798",
                "said to lie in Poland",
                "voyage",
                None,
                "2022-06-01",
            ),
            (
                "Poland",
                "Country",
                "52",
                "20",
                "PL",
                "37978548",
                "https://sws.geonames.org/798544/",
                "1",
                "the name of a country",
                "voyage",
                None,
                "2022-06-01",
            ),
        ],
    ),
    (
        "links",
        "places",
        [
            (
                "Gdynia",
                "City",
                "https://sws.geonames.org/3099424/",
                "GeoNames",
                "true",
                "0.9798",
                "said to lie in Poland",
                "voyage",
                None,
                "2022-06-01",
            ),
        ],
    ),
    (
        "located-in",
        "articles",
        [
            ("Brenna Shipbuilding", "Company", "Kelm", *TREATY, LEADS),
            ("Kelm", "City", "Upper Kelm", *TREATY, "Kelm lies in the Upper Kelm district, a part of Norland."),
            ("Upper Kelm", "Region", "Norland", *TREATY, "Kelm lies in the Upper Kelm district, a part of Norland."),
        ],
    ),
    (
        "low-confidence",
        "articles",
        [
            ("0.5", "Jon Brae", "cut off", "power", "asserted", "test", *TREATY, "Brae cut off the power."),
        ],
    ),
    (
        "mentioned-with",
        "articles",
        [
            ("Kelm", "City", "2", *VISITS),
            ("Aurelia", "Product", "1", *TREATY),
            ("Brenna Shipbuilding", "Company", "1", *TREATY),
            ("Jon Brae", "Person", "1", *TREATY),
            ("Minister of Fisheries", "Role", "1", *TREATY),
            ("Norland", "Country", "1", *TREATY),
            ("Orm Water Treaty", "Agreement", "1", *TREATY),
            ("Salo Courier", "MediaOrganization", "1", *TREATY),
            ("Upper Kelm", "Region", "1", *TREATY),
            ("Vesmark", "Country", "1", *TREATY),
            ("dockers", "People", "1", *TREATY),
            ("power", "Topic", "1", *TREATY),
        ],
    ),
    (
        "most-corroborated",
        "reports",
        [
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                "2",
                "2",
                "2021-05-03",
                "2021-05-04",
                "2021-05-03, no publisher, herald",
            ),
        ],
    ),
    (
        "new-since",
        "articles",
        [
            ("2019-03-12", "Marta Oduya", "visited", "Kelm", "asserted", "2019-03-11", "visit", None, VISIT),
        ],
    ),
    (
        "numbers-differ",
        "reports",
        [
            ("Corvian rebels", "killed", "dockers", "12", None, None, *HERALD, "They killed 12 dockers."),
            ("Corvian rebels", "killed", "dockers", "30", None, None, *ECHO, ATTACKED),
        ],
    ),
    (
        "one-publisher",
        "ledgers",
        [
            ("Ada Marlow", "leads", "Talia Bank", "2", None, *BULLETIN, "The bank is led by Ada Marlow since May."),
            ("Ada Marlow", "leads", "Talia Bank", "2", None, *LEDGER, "Ada Marlow leads Talia Bank."),
        ],
    ),
    (
        "planned",
        "articles",
        [
            ("Norland", "signed", "Orm Water Treaty", "Marta Oduya", "2019-05", *TREATY, SIGNING),
        ],
    ),
    (
        "said-by",
        "articles",
        [
            ("Marta Oduya", WILL, "true", "Salo Courier", None, *TREATY),
        ],
    ),
    (
        "single-source",
        "reports",
        [
            ("Corvian rebels", "killed", "dockers", "article echo", "1", *ECHO, ATTACKED),
            ("Corvian rebels", "killed", "dockers", "article herald", "1", *HERALD, "They killed 12 dockers."),
        ],
    ),
    (
        "spoken-of",
        "articles",
        [
            ("Marta Oduya", "Person", "1"),
        ],
    ),
    (
        "story",
        "reports",
        [
            ("2021-05-01", "Kelm Summit", "took place on", "2021-05-01", "asserted", None, "1", *ECHO, OPPOSES),
            ("2021-05-02", "Corvian rebels", "attacked", "Port Amar", "asserted", None, "2", *ECHO, ATTACKED),
            (
                "2021-05-03",
                "Corvian rebels",
                "attacked",
                "Port Amar",
                "reported",
                "Talia Herald",
                "2",
                *HERALD,
                REPORTED,
            ),
            ("2021-05-03", "Corvian rebels", "attacked", "Port Amar", "negated", "Lena Orsk", "2", *HERALD, DENIED),
            ("2021-05-04", "Kelm Summit", "took place in", "Port Amar", "asserted", None, "1", *ECHO, OPPOSES),
        ],
    ),
    (
        "support",
        "reports",
        [
            ("Corvian rebels", "attacked", "Port Amar", "1", "1", "1"),
            ("Port Amar", "is located in", "Corvia", "1", "1", "0"),
        ],
    ),
    (
        "threatened",
        "reports",
        [
            (
                "Corvia",
                "attacked",
                "Corvian rebels",
                "planned",
                "Lena Orsk",
                None,
                *HERALD,
                "“Corvia may attack the rebels,” said Orsk.",
            ),
        ],
    ),
    (
        "timeline",
        "articles",
        [
            ("2019-03-11", *VISITED),
        ],
    ),
    (
        "values-differ",
        "accounts",
        [
            ("Brenna Shipbuilding", "was created on", "1904", None, None, *GAZETTE, SEAT),
            ("Brenna Shipbuilding", "was created on", "1911", None, None, *MAIL, "The yard was founded in 1911."),
        ],
    ),
    (
        "where-from",
        "articles",
        [
            ("Marta Oduya met with Jon Brae", MEETING, *TREATY, "0", "83", "asserted", None, "test", "1", "a-model"),
        ],
    ),
    (
        "where-they-stand",
        "reports",
        [
            ("Lena Orsk", "opposes", "Kelm Summit", *HELD, *ECHO, OPPOSES),
        ],
    ),
    (
        "who-belongs-to",
        "reports",
        [
            (
                "Norland",
                "is a member of",
                "Talia League",
                None,
                "asserted",
                None,
                *ECHO,
                "Norland joined the Talia League.",
            ),
        ],
    ),
    (
        "who-gave-what",
        "reports",
        [
            ("Corvia", "provides for", "Norland", "grain", *HELD, *ECHO, GAVE),
        ],
    ),
    (
        "who-leads",
        "articles",
        [
            ("Jon Brae", "Brenna Shipbuilding", *HELD, *TREATY, LEADS),
        ],
    ),
    (
        "who-made-what",
        "ledgers",
        [
            (
                "Brenna Shipbuilding",
                "Aurelia",
                None,
                "reported",
                "Ina Falk",
                *LEDGER,
                "Ina Falk, Norland’s spokeswoman, said that the yard had built the Aurelia.",
            ),
        ],
    ),
    (
        "who-met-whom",
        "articles",
        [
            (*MET, "2019-03-04", None, "asserted", None, *TREATY, MEETING),
        ],
    ),
    (
        "who-owns-what",
        "reports",
        [
            ("Talia Bank", "owns", "Salt Works", *HELD, *ECHO, "Talia Bank owns Salt Works."),
        ],
    ),
    (
        "who-speaks-for",
        "ledgers",
        [
            (
                "Ina Falk",
                "spokeswoman",
                "Norland",
                *LEDGER,
                "Ina Falk, Norland’s spokeswoman, said that the yard had built the Aurelia.",
            ),
        ],
    ),
    (
        "who-speaks-of",
        "reports",
        [
            ("Lena Orsk", "1", "1", "1", *HERALD),
            ("Talia Herald", "1", "0", "1", *HERALD),
        ],
    ),
    (
        "who-took-part",
        "reports",
        [
            (
                "Envoys",
                "participated in",
                "Kelm Summit",
                "Port Amar",
                "2021-05-01",
                "asserted",
                None,
                *ECHO,
                "Envoys attended the summit.",
            ),
        ],
    ),
    (
        "who-works-for",
        "articles",
        [
            ("Marta Oduya", "Norland", "Minister of Fisheries", "asserted", None, *TREATY, MEETING),
        ],
    ),
]
"""The rows that each query's own example has, on one of the two graphs."""
