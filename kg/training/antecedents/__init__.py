"""Training of the scorer of `kg.text.coref.nominals`: to what a noun phrase refers.

In: annotated articles, whose entities list the words by which texts call them. Out: `kg/weights/antecedents.toml`.
"""
