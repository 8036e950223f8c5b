"""Refiners: each takes the relation mentions of a document, of every stage, and returns them corrected.

In: `Parse`, `Referents`, `RelationMention`. Out: `RelationMention`, in the same order, what is added last. A refiner
is a function of the type `Refiner` in `kg/pipeline.py`, where they are listed in the order in which they run.
"""
