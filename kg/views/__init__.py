"""Views of a graph: as a network, as a page, in a notebook."""
