"""A billing system to try things with: keeps books of its own, books once for each key, and misbehaves on demand."""
