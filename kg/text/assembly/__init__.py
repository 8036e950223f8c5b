"""Assembly: from mentions of relations to facts, with the entities and claims of the document.

In: `Reading`. Out: `Found`, in the records of `kg.model`.
"""
