"""Coreference that only the whole of a news story shows: headlines, first sentences, what is the only one of its kind.

In: `Parse` and clusters. Out: pairs of clusters to merge, the one that goes and the one that is kept.
"""
