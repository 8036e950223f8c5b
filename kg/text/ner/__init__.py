"""Named entity recognition: proper names and their classes.

In: `Parse`. Out: `Name`, none overlapping but nested ones, each of one class throughout a document.
"""
