"""What can be held here, and what it can do: facts in `products/data`, read once."""
