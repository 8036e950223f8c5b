"""Questions to a graph in SPARQL: what they may do, and their answers as rows and in W3C's formats.

A Dataset and a query go in, by its text or by the name of one that kg ships; rows or bytes come out.
"""
