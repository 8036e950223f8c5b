"""From a document to a parse.

In: `kg.model.Document`. Out: `kg.text.model.Parse`, in plain columns. The only package that knows spaCy.
"""
