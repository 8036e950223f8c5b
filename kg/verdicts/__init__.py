"""People's knowledge of facts: verdicts, reviews, what they teach, what a person follows, and a text held against it.

In: a graph directory and lines in its file of decisions (`kg.resolve.decisions`). Out: extractions as people correct
them (`replay`), the lines and the graph that follows from them (`judging`), facts for a person to look at, the most
valuable first (`review`), precision and calibration (`learning`), facts that hold on a day (`states`), a text compared
with the archive (`screening`), and news of followed names (`following`).
"""
