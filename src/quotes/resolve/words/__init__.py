"""What the words of an article are: words, nouns, phrases, what a source is made of."""
