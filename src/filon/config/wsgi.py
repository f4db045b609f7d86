"""What the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.config.settings")
os.environ.setdefault("FILON_PROCESS", "web")
application = get_wsgi_application()

import filon.flows.facts  # noqa: E402, F401 - heavy: loaded before anybody waits for a page

gc.collect()
gc.freeze()  # what was loaded stays: looking through it again would hold up one question in three by 0.1 s
