"""The commands about what users bring themselves: rules, an ontology, annotated texts."""
