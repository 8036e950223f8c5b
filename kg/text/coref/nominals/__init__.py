"""Antecedents of definite noun phrases.

In: `Parse` and clusters. Out: the cluster that a noun phrase refers to.
"""
