#!/usr/bin/env python3
"""Every command of the console. Standard library only: nothing may be installed yet."""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, ROOT)


def main() -> None:
    """Make the environment right, then hand over to Django."""
    from console import bootstrap

    bootstrap.ensure(sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit("Regie: %s" % problem)


if __name__ == "__main__":
    main()
