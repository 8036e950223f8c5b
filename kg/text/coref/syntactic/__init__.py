"""Coreference that syntax states: apposition, predicate nominals, relative pronouns, "called X".

In: `Parse` and clusters of names. Out: pairs of mentions to join, the one that joins and the one that it joins.
"""
