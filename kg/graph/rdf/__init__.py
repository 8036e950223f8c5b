"""Extractions as RDF: IRIs, terms, and the triples of documents, facts, entities and links.

A `kg.model.Extraction` goes in, triples and N-Triples lines come out.
"""
