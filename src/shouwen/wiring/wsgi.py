"""The web application, as the server loads it."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
application = get_wsgi_application()
# Every page's code is loaded now, not at the first request, and then left out of every search for garbage: it lives
# as long as the process, and going through it once more costs some request a tenth of a second.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
