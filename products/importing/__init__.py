"""Products from a file: the lists that other panels export, read, checked and written down."""
