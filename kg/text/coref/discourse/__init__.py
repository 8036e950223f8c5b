"""Coreference that the order of a news story states: headline, lead, who was killed.

In: `Parse` and clusters. Out: pairs of mentions to join.
"""
