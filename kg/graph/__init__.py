"""The graph: writing, reading, querying, checking and exporting it. The only place that knows RDF."""
