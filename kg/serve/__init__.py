"""A graph over HTTP: the SPARQL 1.1 Protocol, and the explorer in the browser."""
