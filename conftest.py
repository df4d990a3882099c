"""The ground of every test: one PostgreSQL for the run, started before Django reads its settings.

Unless DATABASE_URL names a server, an embedded one is started in a temporary folder and removed
at the end. Under pytest-xdist the controller starts it and the workers inherit its address; each
worker gets a database of its own from pytest-django.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import kombu.pools
import pytest

from console.embedded.postgres import EmbeddedPostgres


def _start_postgres() -> None:
    """Set DATABASE_URL to a fresh embedded server that ends with this process."""
    folder = Path(tempfile.mkdtemp(prefix="regie-test-"))
    server = EmbeddedPostgres(folder, durable=False)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
    server.start()
    os.environ["DATABASE_URL"] = server.url("regie")


def _start_django() -> None:
    """Load settings and apps, so that conftest files and tests may import models.

    A worker of xdist inherits all that is set here, and pytest-django was quicker there.
    """
    if "console.settings" in sys.modules and "PYTEST_XDIST_WORKER" not in os.environ:
        raise pytest.UsageError(
            "Django was loaded before its database: unset DJANGO_SETTINGS_MODULE"
        )
    os.environ["DJANGO_SETTINGS_MODULE"] = "console.settings"
    import django

    django.setup()


os.environ["REGIE_TESTING"] = "1"
# Playwright keeps an event loop in the thread of the test; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Nothing of the person's own shell may leak into the tests; `broker` gives the real one.
os.environ["BROKER_URL"] = "memory://"
for _name in (
    "REDIS_URL",
    "EMAIL_URL",
    "BASE_URL",
    "REGIE_DEMO_MODE",
    "SECRET_KEY",
    "AUDIT_KEY",
    "AUDIT_KEY_FALLBACKS",
    "ALLOWED_HOSTS",
):
    os.environ.pop(_name, None)
# `python -m tests.stack.on_servers` runs tests with a real Redis as cache and broker; each process
# of xdist has a database of its own there, or workers would take each other's tasks.
if os.environ.get("TEST_REDIS_URL"):
    _process = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = f"{os.environ['TEST_REDIS_URL'].removesuffix('/0')}/{_process}"
if not os.environ.get("DATABASE_URL"):
    _start_postgres()
if "PYTEST_XDIST_WORKER" not in os.environ:
    # Tests write files; each run has its own folder, which the workers inherit.
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="regie-data-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
_start_django()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that none begins last of all."""
    from tests.heavy import seconds_of

    items.sort(key=lambda item: -seconds_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile`: a file goes to one process, or each walk of a file of walks."""
    if config.getvalue("dist") != "loadfile":
        return None
    from tests.heavy import ByWalk

    return ByWalk(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """With CI=true a skipped test is a failed one: there, everything is installed."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI: {item.nodeid}: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, Any]:
    """The same for a whole file that skips itself."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI: {collector.nodeid}"
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: looking through all of it again and again for
    what could be forgotten takes a tenth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _plainly_rendered(django_test_environment: None) -> None:
    """Without Django's notes of every template and its context, which cost more than the page;
    `tests.rendering.noted` is for the few tests that read them."""
    from tests.rendering import render_plainly

    render_plainly()


@pytest.fixture(autouse=True, scope="session")
def _quick_flush(django_db_modify_db_settings: None) -> None:
    """A test that commits leaves few rows: deleting them is quicker than making the files of
    fifty tables and their indexes anew, which is what TRUNCATE does.

    Triggers and keys between tables rest meanwhile, which only a superuser may ask for.
    """
    from django.db import connection

    truncate = connection.ops.sql_flush

    def delete(style: Any, tables: Sequence[str], **options: Any) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            if not tables or options.get("reset_sequences") or cursor.fetchone() != ("on",):
                return list(truncate(style, tables, **options))
        each = "; ".join(f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables)
        return [f"SET LOCAL session_replication_role = replica; {each}"]

    connection.ops.sql_flush = delete  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def test_database_url(django_db_setup: None) -> str:
    """The address of this worker's test database, for a process of its own."""
    from django.db import connection

    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    return address._replace(path=f"/{quote(str(name))}").geturl()


@pytest.fixture
def broker(transactional_db: None, test_database_url: str) -> Iterator[dict[str, str]]:
    """A real, empty broker for this test: pgmq in the test database, or Redis where it is given.

    Tasks that this process sends go there. The answer is the environment for a worker, a beat
    or a web server that the test starts as a process of its own. The test commits for real.
    """
    from console.celery import app
    from console.embedded.broker import PGMQ_URL, empty_broker, install_broker, transport_options

    install_broker(test_database_url)
    url = os.environ.get("REDIS_URL", PGMQ_URL)
    options = transport_options(test_database_url) if url == PGMQ_URL else {}
    before = {name: app.conf[name] for name in ("broker_url", "broker_transport_options")}
    app.conf.update(broker_url=url, broker_transport_options=options)
    _forget_connections(app)
    yield {
        **os.environ,
        "DATABASE_URL": test_database_url,
        "BROKER_URL": url,
        "DJANGO_SETTINGS_MODULE": "console.settings",
    }
    if url == PGMQ_URL:
        empty_broker(test_database_url)
    else:
        with app.connection_for_write() as connection:
            connection.default_channel.queue_purge(app.conf.task_default_queue)
    app.conf.update(before)
    _forget_connections(app)


def _forget_connections(app: Any) -> None:
    """Close every pool of connections, so that the next task opens new ones."""
    kombu.pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Limits of attempts live in the cache. Where a test commits, they would stay for the next."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        from django.core.cache import cache

        with django_db_blocker.unblock():
            cache.clear()
