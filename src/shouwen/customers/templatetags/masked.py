"""How pages write what tells who a customer is: `{% load masked %}` (M4)."""

from django import template

from shouwen.customers import masking

register = template.Library()

register.filter("masked_number", masking.number)
register.filter("masked_name", masking.name)
register.filter("masked_identity", masking.identity)
