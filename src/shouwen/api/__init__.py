"""The door for programs: tickets, imports and decisions over HTTP, under the same rights as the pages."""
