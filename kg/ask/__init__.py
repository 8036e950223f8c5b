"""Questions in plain English: what one asks for, as a record that a graph can be asked by.

In: the words of a question, and which of them are names of the graph. Out: `Question`, or `QuestionError` with the
reason. A grammar of questions and a table of what verbs mean (`words/questions.toml`) read it, no pipeline: within
milliseconds. `kg.graph.asking` makes SPARQL of it.
"""
