"""Questions about days and checks, through somebody's eyes."""
