"""The shapes of what is typed about disputes. What is allowed is said by the verbs."""
