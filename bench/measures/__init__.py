"""One file for each thing measured; each has `measure`, which answers the lines of the table."""
