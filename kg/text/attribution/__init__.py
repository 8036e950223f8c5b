"""Who says what, and how certain it is.

In: `Parse`, `Clause`. Out: `Quote`, `ClaimMention`, and a `Judgement` for each clause.
"""
