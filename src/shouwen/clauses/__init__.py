"""The handbook as pages: every chapter and clause of the edition in force, and a desk to try its decisions on."""
