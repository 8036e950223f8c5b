"""All trained parameters, with one manifest.

In: nothing. Out: arrays and model files (`files`), each checked against `manifest.toml`, which says of each file its
SHA-256, the command and the data that made it, and its figures. The hashes of the language model, which is a package
of its own, stand there too.
"""
