"""A graph for assistants that must cite: a server of the Model Context Protocol over what `kg.api` answers.

In: a graph directory. Out: tools that read it (`tools`), each answer short, in pages, and with the article, the day and
the words behind each line, and the vocabulary and the articles as resources, over standard input and output or HTTP on
this machine (`server`). Nothing is written, and no answer is made here: each is one of the shipped questions, a query
within the limits of any other, or an article's text.
"""
