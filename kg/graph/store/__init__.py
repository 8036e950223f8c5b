"""The only writer of graphs: in a directory, in memory, or on a server.

Records go in; a written graph, or an open rdflib Dataset of it, comes out.
"""
