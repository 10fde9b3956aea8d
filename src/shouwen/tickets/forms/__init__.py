"""The shapes of what is typed at the desk. What is allowed is said by the verbs."""
