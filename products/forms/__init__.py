"""Forms about products."""
