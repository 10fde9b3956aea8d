"""What happened: append-only, hash-chained events, and the one door through which any state changes."""
