"""Tokens, sentences, tags, trees and entities of texts, as a Stanza ``Document``.

``tokens`` cuts the text, ``annotator`` reads the rest from what the encoder saw of
it; ``stanford`` asks Stanford's models instead.
"""
