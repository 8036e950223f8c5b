"""Coreference: which mentions refer to the same entity.

In: `Parse`, `Phrase`, `Quote`. Out: `Referents`, the chains with their names and classes.
"""
