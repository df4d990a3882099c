"""`python -m tests.stack.on_servers [pytest arguments]`: tests on the distribution's own servers.

The whole suite runs on the embedded PostgreSQL; what touches servers runs a second time on
PostgreSQL and Redis as an installation has them.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.stack.servers import NotInstalled, running_postgres, running_redis

# Two processes, as many as the cores of the smallest machine that this is for.
TOGETHER = ("-n", "2", "--dist", "loadfile")


def main(arguments: list[str]) -> int:
    """Start both servers, run pytest against them, and answer its exit code."""
    try:
        with running_postgres() as postgres, running_redis() as redis:
            servers = {"DATABASE_URL": postgres.url, "TEST_REDIS_URL": redis.url}
            print(f"On {postgres.programs.parent} and {redis.program}:", flush=True)
            return subprocess.call(
                [sys.executable, "-m", "pytest", "-m", "server or worker", *TOGETHER, *arguments],
                env={**os.environ, **servers},
            )
    except NotInstalled as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
