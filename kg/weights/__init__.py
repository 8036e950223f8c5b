"""All trained parameters, and the hashes of the language model's files."""
