"""Whom a source means that is no name: descriptions, pronouns, bodies, documents."""
