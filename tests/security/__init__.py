"""What the console withstands, one file per theme."""
