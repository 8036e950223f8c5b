"""The stages from text to facts; nothing of spaCy leaves this package."""
