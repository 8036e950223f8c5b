"""Stories: which articles of a graph tell of the same, what of, who and where, and what is disputed in them.

In: documents, entities, statements and conflicts as records (`kg.graph.facts`, `kg.graph.conflicts`). Out: `Stories`,
and the `Brief` of each. Nothing is kept: stories are a function of what the graph holds, like the page.
"""
