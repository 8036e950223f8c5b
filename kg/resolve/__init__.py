"""Resolution: which entities of documents are one entity in the world.

In: the entities of all documents from the record store (`kg.records.tables.EntityRow`: names with their counts,
class, neighbours, day), and what people decided (`model.Decisions`). Out: `model.Resolution`: the entities of the
world with their members, names, classes and the reasons of each join, and the pairs that are worth a person's look. A
function of the set of documents and decisions, never of their order.
"""
