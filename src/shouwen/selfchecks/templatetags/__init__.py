"""What the templates of days and checks ask for: `{% load selfchecks %}`."""
