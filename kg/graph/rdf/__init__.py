"""What was found in a document as RDF: IRIs, terms, and the triples of a document's named graph.

An `kg.model.Extraction` goes in, triples and N-Triples lines come out.
"""
