"""Rule tables for a language, and the loader that validates them."""
