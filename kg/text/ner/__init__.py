"""Named entity recognition: proper names and their classes.

In: `Parse`. Out: `Name`, none overlapping but nested ones, each of one class throughout a document. `detection` finds
the spans (`model_entities` trimmed, `gazetteer`, `capitalization`, `boundaries`), `typing` decides their classes,
and `names` puts all together.
"""
