"""Backup and restore: a folder that proves itself, and a desk made of it again, verified before it is switched to."""
