"""Links: which places of the world names mean, and which entries of gazetteers the entities of the world are.

In: extractions, and the identities made of them (`kg.resolve.model.Identity`); the gazetteer of places that comes with
kg (`gazetteer`, `places.gz`, which `kg.training.gazetteer` makes) and the entries of gazetteers that the user gave
(`model.Entry`, read by `files`, or from RDF in `kg.graph.gazetteers`). Out: for each document the places that its names
mean (`places`), for each identity its links, each with how sure it is and why (`linking`). A function of the set of
records; nothing opens the network.
"""
