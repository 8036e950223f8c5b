"""Imported once by the process from which those that read are forked: what they read with is in memory once."""

from contextlib import suppress

from kg.pipeline import Extractor, load

with suppress(Exception):  # each process says itself what is missing or damaged
    load(Extractor())
