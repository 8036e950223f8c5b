"""Links: which entries of gazetteers the entities of the world are.

In: identities (`kg.resolve.model.Identity`), the places that each document's names mean (`kg.places`), and the entries
of gazetteers that the user gave (`model.Entry`, read by `files`, or from RDF in `kg.graph.gazetteers`). Out: for each
identity its links, each with how sure it is and why. A function of the set of records; nothing opens the network.
"""
