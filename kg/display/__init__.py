"""How facts, entities, graphs and tables are shown: as text, as a notebook's HTML, and on a terminal.

Plain values go in, or what has the fields that `facts.ShownFact` and `graphs.ShownEntity` name; text, HTML or printed
lines come out. Nothing of a graph is imported here, so that what a graph hands out can show itself without a circle.
News text is hostile input, the names in a graph too: whatever is in them, they are shown and do nothing else. Only
`terminal` needs Rich; the others need the standard library alone.
"""
