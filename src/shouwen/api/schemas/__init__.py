"""What programs say and are told, as types: the OpenAPI is made from these."""
