"""The measured claims: each beside what the machine itself could do in the same run. `python -m bench --help`."""
