"""The pages of batches: thin; each reads its form, calls one verb or one question, and shows the answer."""
