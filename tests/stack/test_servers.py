"""The servers that the tests bring along work as an installation's own do."""

from __future__ import annotations

import psycopg
import pytest
import redis

from console.embedded.broker import install_broker
from tests.stack.servers import Postgres, Redis, debian_postgres, redis_server

pytestmark = pytest.mark.server
__all__ = ["debian_postgres", "redis_server"]


def test_it_makes_the_queue_on_the_oldest_postgresql(debian_postgres: Postgres) -> None:
    install_broker(debian_postgres.url)
    install_broker(debian_postgres.url)
    with psycopg.connect(debian_postgres.url) as connection:
        connection.execute("SELECT pgmq.create('letters')")
        connection.execute("SELECT pgmq.send('letters', '{}'::jsonb)")
        assert connection.execute("SELECT count(*) FROM pgmq.read('letters', 5, 9)").fetchone() == (
            1,
        )


def test_it_survives_a_restart(debian_postgres: Postgres) -> None:
    with psycopg.connect(debian_postgres.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    debian_postgres.restart()
    with psycopg.connect(debian_postgres.url) as connection:
        assert connection.execute("SELECT * FROM kept").fetchone() == (1,)


def test_it_lets_nobody_in_without_the_password(redis_server: Redis) -> None:
    stranger = redis.Redis(port=redis_server.port)
    with pytest.raises(redis.AuthenticationError):
        stranger.ping()
