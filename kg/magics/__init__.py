"""kg in a notebook: `%load_ext kg` gives `%%sparql` and `%kg`, and completes what is typed there.

A line or a cell goes in; a graph, an answer or a page that shows itself comes out.
"""

from kg.magics.commands import load, unload

__all__ = ["load", "unload"]
