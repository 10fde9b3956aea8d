"""A world to look at: one invented province, its people, customers and sixty days of work, made through the verbs."""
