"""The class of a name, by the evidence around it.

In: `Parse` and candidate spans. Out: votes for classes.
"""
