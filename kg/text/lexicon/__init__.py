"""Words and what is known of each: lists, classes of nouns and names, places, titles.

In: the tables of `kg/rules/en`. Out: word sets and lookups that every stage may read.
"""
