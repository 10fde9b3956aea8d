"""How the checks run by themselves: which are due, what they read, what they write down."""
