"""The queue in PostgreSQL is reached by every address that the console itself understands."""

from __future__ import annotations

import pytest
from pgmq.base import PGMQConfig
from psycopg.conninfo import conninfo_to_dict

from console.embedded.broker import transport_options


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://postgres@/regie?host=/run/regie%20data/pg",
            {"host": "/run/regie data/pg", "dbname": "regie", "user": "postgres"},
        ),
        (
            "postgresql://me:a%20b'c%5C%40@db.example:5433/regie?sslmode=require",
            {"host": "db.example", "port": "5433", "password": "a b'c\\@", "sslmode": "require"},
        ),
    ],
)
def test_it_hands_the_whole_address_to_pgmq(url: str, expected: dict[str, str]) -> None:
    reached = conninfo_to_dict(
        PGMQConfig(conn_string=str(transport_options(url)["conn_string"])).dsn
    )
    assert expected.items() <= reached.items()
    assert reached["connect_timeout"] == "2"
    assert reached["options"] == "-c idle_in_transaction_session_timeout=5s"


def test_it_keeps_the_options_of_the_address() -> None:
    url = "postgresql://me@db.example/regie?options=-c%20work_mem%3D8MB"
    dsn = PGMQConfig(conn_string=str(transport_options(url)["conn_string"])).dsn
    assert conninfo_to_dict(dsn)["options"] == (
        "-c work_mem=8MB -c idle_in_transaction_session_timeout=5s"
    )
