"""The commands of `%kg`: how each is written, and what it does."""

from __future__ import annotations

__all__ = ["COMMANDS", "DOES"]

COMMANDS = {
    "build": "%kg build PATH… [--date DATE] [--rules PATH] [--infer] [--out DIR] [--as NAME]",
    "open": "%kg open [DIR|URL] [--as NAME]",
    "ask": "%kg ask QUESTION [NAME=VALUE…] [--graph NAME] [--out NAME]",
    "explain": "%kg explain ENTITY [RELATION] [ENTITY] [--graph NAME]",
    "view": "%kg view [ENTITY] [--hops N] [--graph NAME]",
    "queries": "%kg queries",
}
"""Each command of `%kg`, with how it is written."""

DOES = {
    "build": "reads files and folders into a graph, which the variable NAME (else graph) holds then",
    "open": "opens the graph in a directory, or on a SPARQL server",
    "ask": "answers one of the questions that come with kg",
    "explain": "shows an entity's facts with the words that say them",
    "view": "shows the page, whole or around an entity",
    "queries": "lists the questions that come with kg",
}
"""And what it does."""
