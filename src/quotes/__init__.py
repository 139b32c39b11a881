"""Who said this, according to whom."""
