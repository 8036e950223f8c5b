"""From a parse to clauses.

In: `Parse`. Out: `Clause`, each predicate with its arguments in one form whatever the construction;
helpers over the dependency tree.
"""
