"""Scoped questions about tickets."""
