"""The forms of batches: one for each verb."""
