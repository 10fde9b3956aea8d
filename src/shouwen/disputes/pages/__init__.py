"""The pages of disputes: thin; each reads its form, calls one verb or one question, and shows the answer."""
