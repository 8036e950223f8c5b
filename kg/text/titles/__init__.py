"""Titles, posts and occupations as words, and the organization that each belongs to.

In: `Parse`, `Name` or `Referents`. Out: spans of titles, kinds of posts, places of phrases.
"""
