"""A user's own ontology: what it says, and the rules that are made from its labels and example sentences.

In: a file. Out: `OwnOntology`, and `OwnRules` to read texts with.
"""
