"""The shell that pages are built in: frame, parts, static files, errors. It knows no capability."""
