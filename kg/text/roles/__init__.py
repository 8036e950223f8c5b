"""Who holds which post where; kinship, founders, and the organizations behind titles.

In: `Parse`, `Referents`. Out: `RelationMention`.
"""
