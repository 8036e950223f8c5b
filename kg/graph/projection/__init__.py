"""The graph as a projection of the records: it can be thrown away and made again to the same bytes.

In: `kg.records.database.Records`. Out: changes of an Oxigraph store (`project`), in memory or in a directory,
so that it holds what the records say and nothing else, whatever it held before.
"""
