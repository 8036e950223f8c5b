"""Evaluation: what kg finds in annotated texts, held against the annotation.

In: `GoldText` and `Extraction`, one a text. Out: `Scores`.
"""
