"""The class of each name, from all the evidence that a document holds for it.

In: `Parse` and the spans of names. Out: one class a name (`decision`), by the votes that `evidence` gathers at each of
its places: from the nouns beside it (`nouns`), from what is done with it (`usage`), from where it stands (`places`).
"""
