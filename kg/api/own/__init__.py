"""What users bring for kg to compare itself with: texts to propose an ontology from, and annotated texts."""
