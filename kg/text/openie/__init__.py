"""Open information extraction: what each clause says in the sentence's own words.

In: `Parse`, `Clause`. Out: triples of strings.
"""
