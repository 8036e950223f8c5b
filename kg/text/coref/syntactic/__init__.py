"""Coreference that syntax states.

In: `Parse` and clusters. Out: pairs of mentions to join.
"""
