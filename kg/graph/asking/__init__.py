"""Answers to questions in plain English: which of their words are names of the graph, SPARQL for what they ask, rows.

In: a question's words, then `kg.ask.model.Question`. Out: `Called`, the query, `Answer` with cited sentences.
"""
