"""Resolution: which entities of documents are one entity in the world.

In: the entities of an extraction, or rows of the record store (`kg.records.database.EntityRow`). Out: a key for each
entity of a document, and for each key the one entity that it stands for: name, class, other names. A function of the
set of documents, never of their order.
"""
