"""Questions about batches, through somebody's eyes."""
