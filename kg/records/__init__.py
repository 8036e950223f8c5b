"""Records: what each document says, as extracted. They are the truth; graph, page and tables are made from them.

In: `kg.model.Document` and `kg.model.Extraction`. Out: the same again, in the order of their sources, whatever the
order in which they came. One SQLite file a graph directory (`database`), one row a source and one an extraction, keyed
by the hash of the text and of what read it (`codec`). Which documents are versions of one article and which are copies
of one text follows from the records alone (`versions`, `duplicates`).
"""
