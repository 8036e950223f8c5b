"""A language model as second reader: the options of `build` and `extract`, and the commands of `kg llm`."""
