"""Refiners: relation mentions in, relation mentions out, in the order that `kg/pipeline.py` lists."""
