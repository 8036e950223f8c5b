"""Relations by rule tables over clauses and noun phrases, open relations, births and deaths in brackets.

In: `Parse`, `Referents`, `Clause`, `Time`, the rules. Out: `RelationMention`.
"""
