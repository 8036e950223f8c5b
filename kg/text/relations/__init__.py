"""Relations by rule tables over clauses and noun phrases.

In: `Parse`, `Referents`, `Clause`, `Time`, the rules. Out: `RelationMention`.
"""
