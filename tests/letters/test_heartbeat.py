"""Beat and worker leave signs of life, each its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import sleep

import pytest
from django.utils import timezone

from console.shell.heartbeat import sign_of_life
from console.shell.models import Heartbeat
from tests.letters.processes import Process, wait_until


def signs() -> dict[str, datetime]:
    return dict(Heartbeat.objects.values_list("name", "at"))


@pytest.mark.worker
def test_it_tells_a_dead_worker_from_a_dead_beat(works: Callable[..., Process]) -> None:
    beat = works("beat")
    wait_until(lambda: "beat" in signs(), 20, "beat")
    assert "worker" not in signs()
    worker = works()
    wait_until(lambda: "worker" in signs(), 20, "worker")

    worker.kill()
    sleep(1)  # a sign that was on its way to the database when the process died arrives
    then, last = timezone.now(), signs()["worker"]
    wait_until(lambda: signs()["beat"] > then + timedelta(seconds=0.5), 30, "beat, alone")
    assert signs()["worker"] == last

    beat.kill()
    last = signs()["beat"]
    sleep(1)
    assert signs()["beat"] == last


@pytest.mark.django_db
def test_it_keeps_one_row_each() -> None:
    for _ in range(3):
        sign_of_life("worker")
    assert Heartbeat.objects.count() == 1
    assert timezone.now() - signs()["worker"] < timedelta(seconds=5)
