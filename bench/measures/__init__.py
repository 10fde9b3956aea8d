"""One file for each thing measured; each has `measure(world)`, which answers the lines of the table."""
