"""The pages of the day's end and of the self-checks."""
