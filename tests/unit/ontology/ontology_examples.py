"""What the named queries answer to their own examples."""

from __future__ import annotations

__all__ = ["EXAMPLES", "GAVE", "HELD", "MET", "VIOLATED", "VISITED", "WILL"]

MET = ("Marta Oduya", "metWith", "Jon Brae", "met Jon Brae in Kelm on 4 March 2019")
WILL = "Norland will sign the Orm Water Treaty in May"
VIOLATED = "Vesmark had violated the Orm Water Treaty"
GAVE = "Corvia gave Norland grain"
VISITED = ("Marta Oduya", "visited", "Kelm", "asserted", None, "Marta Oduya visited Kelm")
HELD = ("asserted", None, None)

EXAMPLES: list[tuple[str, str, list[tuple[str | None, ...]]]] = [
    (
        "about-entity",
        "articles",
        [
            (
                "Marta Oduya",
                "holdsRole",
                "Minister of Fisheries",
                "at Norland",
                "asserted",
                None,
                None,
                "Norland’s Minister of Fisheries",
            ),
            (
                "Marta Oduya",
                "metWith",
                "Jon Brae",
                "",
                "asserted",
                None,
                "2019-03-04",
                "met Jon Brae in Kelm on 4 March 2019",
            ),
            ("Marta Oduya", "visited", "Kelm", "", "asserted", None, "2019-03-11", "Marta Oduya visited Kelm"),
            ("Marta Oduya", "worksFor", "Norland", "", "asserted", None, None, "Norland’s Minister of Fisheries"),
        ],
    ),
    (
        "accounts-differ",
        "reports",
        [
            ("Corvian rebels", "killed", "dockers", "12", None, "herald", "They killed 12 dockers"),
            ("Corvian rebels", "killed", "dockers", "30", None, "echo", "killed 30 dockers"),
        ],
    ),
    (
        "agreements",
        "articles",
        [
            (
                "Norland",
                "signed",
                "Orm Water Treaty",
                None,
                "planned",
                "Marta Oduya",
                "Norland will sign the Orm Water Treaty in May",
            ),
            (
                "Vesmark",
                "violated",
                "Orm Water Treaty",
                None,
                "reported",
                "diplomat",
                "Vesmark had violated the Orm Water Treaty",
            ),
        ],
    ),
    ("anonymous-sources", "articles", [("diplomat", "Vesmark had violated the Orm Water Treaty", "false", "treaty")]),
    ("articles-about", "articles", [("2019-03-12", "visit", "Visit", "1"), ("2019-03-08", "treaty", "Treaty", "2")]),
    (
        "attacks",
        "reports",
        [
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                None,
                None,
                "reported",
                "Talia Herald",
                "Corvian rebels attacked Port Amar",
            ),
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                None,
                None,
                "negated",
                "Lena Orsk",
                "Lena Orsk denied that Corvian rebels attacked Port Amar",
            ),
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                None,
                "2021-05-02",
                "asserted",
                None,
                "Corvian rebels attacked Port Amar on 2 May 2021",
            ),
        ],
    ),
    (
        "between",
        "articles",
        [
            (
                "Marta Oduya",
                "metWith",
                "Jon Brae",
                "asserted",
                None,
                "2019-03-04",
                "met Jon Brae in Kelm on 4 March 2019",
            )
        ],
    ),
    ("chain-of-command", "reports", [("Corvia", "Lena Orsk", "asserted", None, "Orsk is president of Corvia")]),
    (
        "changed-roles",
        "reports",
        [
            (
                "Lena Orsk",
                "holdsRole",
                "president",
                "Corvia",
                None,
                None,
                "2021-05-03",
                "asserted",
                "Orsk is president of Corvia",
            ),
            (
                "Lena Orsk",
                "holdsRole",
                "advises",
                "Talia Bank",
                None,
                None,
                "2021-05-04",
                "asserted",
                "now advises Talia Bank",
            ),
            (
                "Lena Orsk",
                "holdsRole",
                "president",
                "Corvia",
                None,
                "2021",
                "2021-05-04",
                "asserted",
                "Orsk, president of Corvia until 2021",
            ),
        ],
    ),
    ("claims-about", "articles", [("Marta Oduya", "Norland will sign the Orm Water Treaty in May", "true", "treaty")]),
    ("conditional", "reports", [("Norland", "sanctioned", "Corvia", None, None, "Norland would sanction Corvia")]),
    ("denied", "articles", [("Vesmark", "attacked", "Aurelia", None, None, "Vesmark did not attack the Aurelia")]),
    (
        "disputed",
        "reports",
        [
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                "Talia Herald",
                "Corvian rebels attacked Port Amar",
                "Lena Orsk",
                "Lena Orsk denied that Corvian rebels attacked Port Amar",
            ),
            (
                "Corvian rebels",
                "attacked",
                "Port Amar",
                "article echo",
                "Corvian rebels attacked Port Amar on 2 May 2021",
                "Lena Orsk",
                "Lena Orsk denied that Corvian rebels attacked Port Amar",
            ),
        ],
    ),
    (
        "first-published",
        "articles",
        [("Marta Oduya", "visited", "Kelm", "asserted", "visit", "2019-03-11", "Marta Oduya visited Kelm")],
    ),
    (
        "happened-at",
        "articles",
        [("Kelm", "Marta Oduya", "visited", "2019-03-11", "asserted", None, "Marta Oduya visited Kelm")],
    ),
    (
        "happened-on",
        "articles",
        [
            (
                "2019-03-04",
                "Marta Oduya",
                "metWith",
                "Jon Brae",
                "asserted",
                None,
                "met Jon Brae in Kelm on 4 March 2019",
            )
        ],
    ),
    ("in-common", "reports", [("leads", "Corvia", "worksFor"), ("opposes", "Kelm Summit", "participatedIn")]),
    (
        "kept-aside",
        "reports",
        [
            (
                "Kelm Summit",
                "leads",
                "Talia Bank",
                "leads takes Person as its subject, not Meeting",
                "test",
                "echo",
                "The summit leads the bank",
            )
        ],
    ),
    (
        "located-in",
        "articles",
        [
            ("Brenna Shipbuilding", "Company", "Kelm"),
            ("Kelm", "City", "Upper Kelm"),
            ("Upper Kelm", "Region", "Norland"),
        ],
    ),
    (
        "low-confidence",
        "articles",
        [("0.5", "Jon Brae", "cut off", "power", "asserted", "test", "treaty", "Brae cut off the power")],
    ),
    (
        "mentioned-with",
        "articles",
        [
            ("Kelm", "City", "2"),
            ("Aurelia", "Product", "1"),
            ("Brenna Shipbuilding", "Company", "1"),
            ("Jon Brae", "Person", "1"),
            ("Minister of Fisheries", "Role", "1"),
            ("Norland", "Country", "1"),
            ("Orm Water Treaty", "Agreement", "1"),
            ("Salo Courier", "MediaOrganization", "1"),
            ("Upper Kelm", "Region", "1"),
            ("Vesmark", "Country", "1"),
            ("diplomat", "Person", "1"),
            ("dockers", "People", "1"),
            ("power", "Topic", "1"),
        ],
    ),
    (
        "most-corroborated",
        "reports",
        [("Corvian rebels", "attacked", "Port Amar", "2", "2", "Corvian rebels attacked Port Amar")],
    ),
    (
        "planned",
        "articles",
        [
            (
                "Norland",
                "signed",
                "Orm Water Treaty",
                "Marta Oduya",
                "2019-05",
                "Norland will sign the Orm Water Treaty in May",
            )
        ],
    ),
    (
        "said-by",
        "articles",
        [("Marta Oduya", "Norland will sign the Orm Water Treaty in May", "true", "Salo Courier", None, "treaty")],
    ),
    (
        "single-source",
        "reports",
        [
            ("Corvian rebels", "killed", "dockers", "article herald", "1", "They killed 12 dockers"),
            ("Corvian rebels", "killed", "dockers", "article echo", "1", "killed 30 dockers"),
        ],
    ),
    (
        "threatened",
        "reports",
        [("Corvia", "attacked", "Corvian rebels", "planned", "Lena Orsk", None, "Corvia may attack the rebels")],
    ),
    (
        "timeline",
        "articles",
        [("2019-03-11", "Marta Oduya", "visited", "Kelm", "asserted", None, "Marta Oduya visited Kelm")],
    ),
    (
        "where-from",
        "articles",
        [
            (
                "Marta Oduya metWith Jon Brae",
                "met Jon Brae in Kelm on 4 March 2019",
                "treaty",
                "46",
                "82",
                "asserted",
                None,
                "test",
                "1",
                "a-model",
            )
        ],
    ),
    (
        "where-they-stand",
        "reports",
        [("Lena Orsk", "opposes", "Kelm Summit", "asserted", None, None, "Lena Orsk opposes the Kelm Summit")],
    ),
    (
        "who-belongs-to",
        "reports",
        [("Norland", "memberOf", "Talia League", None, "asserted", None, "Norland joined the Talia League")],
    ),
    (
        "who-gave-what",
        "reports",
        [("Corvia", "provides", "Norland", "grain", "asserted", None, None, "Corvia gave Norland grain")],
    ),
    (
        "who-leads",
        "articles",
        [("Jon Brae", "Brenna Shipbuilding", "asserted", None, None, "Brae leads Brenna Shipbuilding")],
    ),
    (
        "who-met-whom",
        "articles",
        [
            (
                "Marta Oduya",
                "metWith",
                "Jon Brae",
                "2019-03-04",
                None,
                "asserted",
                None,
                "met Jon Brae in Kelm on 4 March 2019",
            )
        ],
    ),
    (
        "who-owns-what",
        "reports",
        [("Talia Bank", "owns", "Salt Works", "asserted", None, None, "Talia Bank owns Salt Works")],
    ),
    ("who-speaks-of", "reports", [("Lena Orsk", "1", "1", "1"), ("Talia Herald", "1", "0", "1")]),
    (
        "who-took-part",
        "reports",
        [
            (
                "Envoys",
                "participatedIn",
                "Kelm Summit",
                "Port Amar",
                "2021-05-01",
                "asserted",
                None,
                "Envoys attended the summit",
            )
        ],
    ),
    (
        "who-works-for",
        "articles",
        [("Marta Oduya", "Norland", "Minister of Fisheries", "asserted", None, "Norland’s Minister of Fisheries")],
    ),
]
"""The rows that each query's own example has, on one of the two graphs."""
