"""Text, tables and HTML for notebooks, terminals and spreadsheets.

Plain values go in; text, HTML or printed lines come out. Nothing of a graph is imported here: records show themselves
by these functions. News text is hostile input, the names in a graph too: whatever is in them, they are shown and do
nothing else. Only `terminal` needs Rich; the others need the standard library alone.
"""
