"""Money back: ordered once, sent to billing, asked for when nobody knows, and reconciled to the cent."""
