"""Training of the scorer of `kg.resolve`: `python -m kg.training.identities SHARED GRAPH`.

In: the stories of `crossdoc/ecbplus.jsonl` as a graph directory has read them, and hard cases that `generator` makes
of real names. Out: `kg/weights/resolution.toml`, and its figures on what it was not trained on.
"""
