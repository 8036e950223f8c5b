"""Who holds which post where; kinship; founders, leaders and parts of organizations; what groups of people belong to.

In: `Parse`, `Referents`. Out: `RelationMention`.
"""
