"""kg turns news text into a knowledge graph that people can query, see and trust."""

__version__ = "0.1.0"
