"""Questions about disputes, through somebody's eyes."""
