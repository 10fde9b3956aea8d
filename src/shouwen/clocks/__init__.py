"""Running deadlines, the sweep that warns and marks breaches, and the escalation ladder."""
