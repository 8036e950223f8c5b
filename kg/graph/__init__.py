"""The graph of what documents say: written, read, asked, checked and exported. The only place that knows RDF.

Extractions go in; graphs, records, answers, findings and files come out. `rdf` imports none of the others, `facts`
builds on it, `query` on both, `store` on `rdf` and on what a query may do; `infer`, `validate` and `export` on all.
"""
