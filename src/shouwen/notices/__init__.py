"""Messages to people inside the product, each said once."""
