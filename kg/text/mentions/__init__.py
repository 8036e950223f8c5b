"""Mentions: the noun phrases that may refer to an entity.

In: `Parse`, `Name`. Out: `Phrase`, in order of start, the longer first.
"""
