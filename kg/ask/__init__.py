"""Questions in plain English: what one asks for, as a record that a graph can be asked by.

In: the words of a question, and which of them are names of the graph. Out: `Question`, or `QuestionError` with the
reason. The question is turned into a statement with a stand-in for what is asked for, and read as any sentence is: the
rule tables of relations say what its verb means. `kg.graph.asking` makes SPARQL of it.
"""
