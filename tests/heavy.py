"""Which tests take long, so that several processes share them and none begins last of all.

Seconds of one process, measured on two cores; a file that is not named takes less than thirty.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# These walk again and again for somebody else: each walk may go to another process. The others
# stay whole, since some share servers that they start.
WALKS = {
    "journeys/test_pseudo_pages.py": 30,
    "journeys/test_every_page.py": 25,
    "journeys/test_crawl.py": 20,
    "test_permission_matrix.py": 19,
}
WHOLE = {
    "letters/test_worker_killed.py": 90,
    "stack/test_run_end.py": 90,
    "products/test_domain_clock_year.py": 50,
    "security/test_csrf.py": 50,
    "letters/test_database_crash.py": 35,
    "stack/test_proxy.py": 35,
    "commands/test_bench.py": 33,
    "orgs/test_people_state.py": 32,
    "commands/test_shots.py": 32,
    "security/test_user_text.py": 31,
    "journeys/test_invitation.py": 31,
    "stack/test_run.py": 31,
}
SECONDS = WALKS | WHOLE


# What a browser or a setting puts before the walk in the name of a test.
BEFORE = re.compile(r"^(?:chromium|True|False)-")


def file_of(nodeid: str) -> str:
    """The path of its file, below `tests/`."""
    return nodeid.partition("::")[0].removeprefix("tests/")


def seconds_of(nodeid: str) -> int:
    """How long its group takes."""
    return SECONDS.get(file_of(nodeid), 0)


def group_of(nodeid: str) -> str:
    """What goes to one process: a file, or all that one walk serves."""
    name, case = file_of(nodeid), nodeid.partition("[")[2].removesuffix("]")
    return f"{name}:{BEFORE.sub('', case)}" if case and name in WALKS else name


class ByWalk(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out groups in the order of their tests, the longest first: xdist would begin with
    those of the most tests and end with the walks, one test each."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
