"""The entities of a graph directory: what each is made of and why, and what people decide about them.

In: a graph directory. Out: its entities as they are resolved now (`archive`), lines in its file of decisions with the
graph that follows from them (`editing`), and the cases that a person should look at, most valuable first (`cases`,
`review`).
"""
