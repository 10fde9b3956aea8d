"""Which days work: an editable, versioned working-day table per year."""
