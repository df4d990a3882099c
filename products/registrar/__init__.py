"""The registries of domain names, behind one port."""
