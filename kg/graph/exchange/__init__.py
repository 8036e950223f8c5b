"""From a graph to other people's formats, a part at a time: tables, FollowTheMoney, property graphs, other RDF.

In goes a dataset; out come chunks of text, or files in a folder. `parts` reads the graph, `writers` names the formats;
every other module is an adapter over one library or format, and knows no other.
"""
