"""The pages of customers, and of the number segments that say where they are at home."""
