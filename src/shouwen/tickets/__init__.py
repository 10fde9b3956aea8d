"""Intake, batch and repeat detection, routing, contacts, transfer, reply, archive."""
