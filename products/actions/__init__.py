"""What changes products, and who may reach them."""
