"""Trains the model that judges findings: `python -m kg.training SHARED`; nothing of it is needed to read texts."""
