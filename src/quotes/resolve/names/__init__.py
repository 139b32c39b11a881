"""Whom the names of an article name."""
