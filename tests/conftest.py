"""Fixtures: cases written in the test itself, and the command line run in process."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

from ceasefire.case.load import Loaded, parse_case
from ceasefire.case.model import Case
from ceasefire.cli import main

pytest_plugins = ["record_places"]

# random cases that a check refuses are thrown away, and that is expected
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=QUIET)
settings.register_profile("thorough", deadline=None, max_examples=1000, suppress_health_check=QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def read() -> Callable[[str], Loaded]:
    return lambda text: parse_case(text.encode())


@pytest.fixture
def small() -> Callable[..., Case]:
    return small_case


@pytest.fixture
def run() -> Callable[..., Result]:
    return lambda *arguments: CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write_case(text: str) -> Path:
        folder = tmp_path / "case"
        folder.mkdir(exist_ok=True)
        (folder / "case.yaml").write_text(text, encoding="utf-8")
        return folder

    return write_case


SMALL = """\
format: case/1
title: Two at a bridge
as_of: 2020-01-01
parties:
  north:
    name: North
    role: signatory
    preferences:
      weights: {truce: 60, bridge: 40}
      scores: {truce: {none: 0, full: 100}, bridge: {shut: 100, open: 0}}
    walk_away: {level: 50}
    demands: {}
  south:
    name: South
    role: signatory
    preferences:
      weights: {truce: 50, bridge: 50}
      scores: {truce: {none: 40, full: 60}, bridge: {shut: 0, open: 100}}
    walk_away: {state: status_quo}
    demands: {}
issues:
  truce: {question: truce?, options: [none, full], controllers: [north, south]}
  bridge: {question: bridge?, options: [shut, open], controllers: north}
status_quo: {truce: none, bridge: shut}
"""


def small_case(**changes: str) -> Case:
    """The small case with `demands: {}` of a party replaced, e.g. north="x: {rule: bridge = shut}"."""
    text = SMALL
    for party, demands in changes.items():
        head, tail = text.split(f"  {party}:\n", 1)
        text = head + f"  {party}:\n" + tail.replace("demands: {}", "demands: {" + demands + "}", 1)
    loaded = parse_case(text.encode())
    assert loaded.case is not None, loaded.findings
    assert not loaded.errors, loaded.errors
    return loaded.case
