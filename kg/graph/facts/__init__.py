"""A graph's contents as frozen records, found by the names that people type, explained and shown.

A Dataset goes in; entities, statements, claims and the facts' table come out.
"""
