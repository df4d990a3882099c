"""Servers that the console brings along, so that one machine with Python is enough."""
