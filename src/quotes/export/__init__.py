"""Export: the stored quotes for other tools, one small file a format."""
