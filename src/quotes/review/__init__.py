"""Review: what a person says of the quotes that were found, kept apart and overruling them.

``verdicts`` keeps what was said, ``match`` finds the quotes that it is about after they were
extracted again, ``apply`` writes it through into the database of quotes, ``judge`` takes a
verdict in, ``merge`` those of somebody else, ``gold`` gives what was reviewed whole.
"""
