"""Figures for Prometheus: what the web processes count (instruments), what the database holds (figures), the page."""
