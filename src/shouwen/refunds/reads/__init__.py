"""What the refund monitor shows, through somebody's eyes."""
