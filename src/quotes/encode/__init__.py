"""What the encoder sees of a text: the ground of ``find`` and ``parse``."""
