"""Asks `/healthz` of the web server in the same container; the exit code is the answer."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """0 when everything is well, else 1 with what the console says about itself."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    question = urllib.request.Request(url, headers={"Host": host})
    try:
        with urllib.request.urlopen(question, timeout=4):  # noqa: S310 - loopback
            return 0
    except urllib.error.HTTPError as answer:
        sys.stderr.write(answer.read(2000).decode(errors="replace"))
    except OSError as error:
        sys.stderr.write(f"{error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
