"""Relations by rule tables over clauses and noun phrases, and those that no table can say: lives, places, namesakes.

In: `Parse`, `Referents`, `Clause`, `Time`, the rules. Out: `RelationMention`.
"""
