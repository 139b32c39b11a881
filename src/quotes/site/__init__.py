"""Site: a folder that plain `datasette` serves, read-only.

``database`` copies the database as it is to be read, ``content`` writes what else Datasette
needs, ``folder`` puts the whole in its place at once.
"""
