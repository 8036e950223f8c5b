"""Feeds and sitemaps: what publishers list of their articles, and the HTML that stands in fields.

What goes in is an `Input`; what comes out is an `Article` an entry, or a `Link` where an entry has a teaser or an
address alone.
"""
