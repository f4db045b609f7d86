"""What the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.config.settings")
os.environ.setdefault("FILON_PROCESS", "web")
application = get_wsgi_application()

import filon.flows.facts  # noqa: E402, F401 - heavy: loaded before anybody waits for a page
