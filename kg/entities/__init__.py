"""Entities of a graph directory and the reasons of their merges, people's decisions about them, and reviews.

In: a graph directory. Out: its entities as they are resolved now (`archive`), lines in its file of decisions with the
graph that follows from them (`editing`), and the cases that a person should look at, most valuable first (`cases`,
`review`).
"""
