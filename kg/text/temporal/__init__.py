"""Time expressions, their values, and what they date.

In: `Parse`, the article's date, `Clause`. Out: `Time` in ISO 8601, one for each clause where there is one.
"""
