"""Views of a graph: its facts as a network, the network's figures, and the page that draws it.

A graph's contents go in; a networkx MultiDiGraph, GraphML and GEXF, figures and paths, or one HTML file come out.
"""
