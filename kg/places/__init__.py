"""Places: which places of the world a document's place names mean.

In: an `Extraction`. Out: for each of its entities that is a place of the gazetteer, that place with how sure that is
and why (`PlaceLink`). A function of one document and of the gazetteer that comes with kg, `places.gz`, which
`kg.training.gazetteer` makes. What the entities of all documents are linked to is decided in `kg.links`.
"""
