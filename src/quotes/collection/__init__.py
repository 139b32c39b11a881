"""Speakers of the collection: who in one article is the same as who in another.

What a person decided comes first (``decisions``), then the full names (``same``);
``suggest`` lists what only a person can decide. Nothing here depends on the order in
which articles came.
"""
