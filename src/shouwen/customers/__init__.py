"""Customers: who they are, how they are graded, and how little of them is shown without a reason."""
