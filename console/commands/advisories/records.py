"""A checkout of an advisory database: files in the format of OSV, https://ossf.github.io/osv-schema.

github.com/pypa/advisory-database holds them as YAML, the downloads of osv.dev as JSON.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from console.commands.advisories.lock import Locked, NotLookedUp
from console.commands.advisories.report import Finding, Report

Record = dict[str, Any]
READERS: dict[str, Callable[[str], Any]] = {
    ".json": json.loads,
    ".yaml": lambda text: yaml.CSafeLoader(text).get_single_data(),
}


def look_up(versions: list[Locked], folder: Path) -> Report:
    """Compare each version with each record that was not withdrawn.

    The database is as old as its newest record: something is published on most days. Raises
    NotLookedUp when the folder holds no record or one that cannot be read.
    """
    records = list(_records(folder))
    if not records:
        raise NotLookedUp(f"there is no advisory about a package of PyPI in {folder}")
    by_name: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for name in {canonicalize_name(part["package"]["name"]) for part in _parts(record)}:
            by_name[name].append(record)
    return Report(
        source=f"{len(records)} advisories in {folder}",
        dated=max(_moment(record["modified"]) for record in records),
        looked_up=versions,
        findings=[
            Finding(locked, _title(record), tuple(sorted(_fixes(record, locked.name))))
            for locked in versions
            for record in by_name[locked.name]
            if "withdrawn" not in record and names(record, locked)
        ],
    )


def names(record: Record, locked: Locked) -> bool:
    """Whether the record says that this version is affected: listed, or within a range."""
    parts = [part for part in _parts(record) if _is_about(part, locked.name)]
    return any(
        any(_version(each) == locked.version for each in part.get("versions") or [])
        or any(_covers(each, locked.version) for each in _ranges(part))
        for part in parts
    )


def _covers(events: list[dict[str, str]], version: Version) -> bool:
    """The algorithm of the schema: events in order of version; the last that applies decides."""
    affected = False
    for kind, at in sorted((_event(each) for each in events), key=lambda event: event[1]):
        if kind == "introduced" and version >= at:
            affected = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            affected = False
    return affected


def _event(event: dict[str, str]) -> tuple[str, Version]:
    [(kind, at)] = event.items()
    return kind, Version("0.dev0" if str(at) == "0" else str(at))


def _ranges(part: Record) -> Iterator[list[dict[str, str]]]:
    for each in part.get("ranges") or []:
        if each["type"] == "ECOSYSTEM":  # the other kind counts commits
            yield [event for event in each["events"] if "limit" not in event]


def _fixes(record: Record, name: str) -> set[str]:
    parts = [part for part in _parts(record) if _is_about(part, name)]
    events = [event for part in parts for each in _ranges(part) for event in each]
    return {str(event["fixed"]) for event in events if "fixed" in event}


def _records(folder: Path) -> Iterator[Record]:
    for path in sorted(folder.rglob("*")):
        if path.suffix not in READERS:
            continue
        try:
            record = READERS[path.suffix](path.read_text())
            is_record = isinstance(record, dict) and "id" in record and "affected" in record
            if is_record and any(_parts(record)):
                _moment(record["modified"])
                yield record
        except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as problem:
            raise NotLookedUp(f"{path} cannot be read: {problem}") from problem


def _parts(record: Record) -> Iterator[Record]:
    for part in record["affected"]:
        if part.get("package", {}).get("ecosystem") == "PyPI":
            yield part


def _is_about(part: Record, name: str) -> bool:
    return canonicalize_name(part["package"]["name"]) == name


def _version(text: object) -> Version | None:
    """None for a version that no index of today would take, and that nothing can lock."""
    try:
        return Version(str(text))
    except InvalidVersion:
        return None


def _title(record: Record) -> str:
    return " ".join([record["id"], *(f"({alias})" for alias in record.get("aliases") or [])])


def _moment(text: object) -> datetime:
    moment = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
