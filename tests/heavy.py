"""Which tests take long, so that several processes share them and none begins last of all.

Seconds of one process, measured on two cores; a file that is not named takes less than thirty.
"""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

# These walk again and again for somebody else: each walk may go to another process. The others
# stay whole, since some share servers that they start.
WALKS = {
    "journeys/test_every_page.py": 65,
    "test_permission_matrix.py": 40,
    "journeys/test_crawl.py": 35,
    "journeys/test_pseudo_pages.py": 25,
}
WHOLE = {
    "stack/test_run_end.py": 190,
    "products/test_domain_clock_year.py": 158,
    "letters/test_worker_killed.py": 146,
    "security/test_user_text.py": 91,
    "ui/test_styleguide_axe.py": 86,
    "security/test_csrf.py": 75,
    "journeys/test_invitation.py": 66,
    "auth2fa/test_account_pages.py": 57,
    "stack/test_run.py": 51,
    "orgs/test_member_list_browser.py": 50,
    "commands/test_shots.py": 45,
    "journeys/test_suspension.py": 44,
    "journeys/test_settings.py": 38,
    "journeys/test_teams.py": 36,
    "letters/test_redis_away.py": 35,
    "journeys/test_removal.py": 34,
    "commands/test_bench.py": 34,
    "journeys/test_role_change.py": 33,
    "journeys/test_search.py": 32,
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
    """Hands out groups."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
