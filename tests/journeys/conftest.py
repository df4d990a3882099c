"""A browser, a worker of its own and a mail server, together."""

from __future__ import annotations

from tests.browser import browser_type_launch_args, visit
from tests.letters.conftest import mail_server, works
from tests.products.conftest import make_product

__all__ = ["browser_type_launch_args", "mail_server", "make_product", "visit", "works"]
