"""Finding words, Chinese ones of any length included, the same on both engines."""
