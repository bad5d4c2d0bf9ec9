"""Changing a case keeps its comments, its order and its quotes; files appear whole or not at all."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ceasefire.case.edit import edited
from ceasefire.case.load import SHIPPED, parse_case, shipped_cases
from ceasefire.errors import MaterialError
from ceasefire.text.whole import write_whole


def changed_lines(before: str, after: str) -> list[str]:
    return [
        line
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
        if line[:1] in "+-"
    ][2:]


@pytest.mark.parametrize("name", shipped_cases())
def test_one_change_changes_one_line_and_nothing_else(name: str) -> None:
    text = (SHIPPED / name / "case.yaml").read_text(encoding="utf-8")
    title = parse_case(text.encode()).case
    assert title is not None
    after = edited(text, "title", "another title")
    assert [line[0] for line in changed_lines(text, after)] == ["-", "+"]
    assert edited(after, "title", title.title).count("\n") == text.count("\n")


def test_values_of_every_kind() -> None:
    text = (SHIPPED / "template" / "case.yaml").read_text(encoding="utf-8")
    for path, value, line in [
        ("parties.upper.walk_away.level", "[30, 35]", "[30, 35]"),
        ("parties.upper.demands.keep-watch.rule", "checkpoint = stays", "rule: checkpoint = stays"),
        ("talks.consultations.1.status", "told", "status: told"),
        ("talks.steps.patrols.status", "contested", "status: contested"),
    ]:
        after = edited(text, path, value)
        lines = changed_lines(text, after)
        assert len(lines) == 2, lines
        assert line in lines[1]
        assert "# a range where you are not sure" in after


def test_a_new_demand_can_be_added() -> None:
    text = (SHIPPED / "template" / "case.yaml").read_text(encoding="utf-8")
    after = edited(text, "parties.upper.demands.nights-only", "{rule: truce != full, because: radio}")
    loaded = parse_case(after.encode())
    assert loaded.case is not None
    assert list(loaded.case.parties["upper"].demands) == ["keep-watch", "nights-only"]


@pytest.mark.parametrize(
    "path", ["parties.uper.name", "title.x", "talks.consultations.9.status", "talks.consultations.9", ""]
)
def test_a_path_that_leads_nowhere_is_a_finding(path: str) -> None:
    text = (SHIPPED / "template" / "case.yaml").read_text(encoding="utf-8")
    if path == "":
        assert parse_case(edited(text, path, "x").encode()).errors
        return
    with pytest.raises(MaterialError, match="there is nothing at"):
        edited(text, path, "x")


def test_a_value_that_is_not_yaml_is_a_finding() -> None:
    with pytest.raises(MaterialError):
        edited("title: x\n", "title", "[1, 2")
    with pytest.raises(MaterialError):
        edited("title: x\n", "title", "!!python/name:os.system")


def test_writing_keeps_permissions_and_follows_links(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(real)
    write_whole(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "case.yaml"
    target.write_text("old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_set_writes_only_what_is_sound(write: Callable[[str], Path], run: Callable[..., Result]) -> None:
    folder = write((SHIPPED / "template" / "case.yaml").read_text(encoding="utf-8"))
    before = (folder / "case.yaml").read_text(encoding="utf-8")
    refused = run("set", folder, "parties.upper.demands.keep-watch.rule", "checkpoint = gone")
    assert refused.exit_code == 1
    assert "`checkpoint` has no option `gone`" in refused.output
    assert (folder / "case.yaml").read_text(encoding="utf-8") == before
    assert run("set", folder, "parties.upper.walk_away.level", "20").exit_code == 0
    assert "level: 20" in (folder / "case.yaml").read_text(encoding="utf-8")


def test_set_leaves_shipped_cases_alone(run: Callable[..., Result], tmp_path: Path) -> None:
    refused = run("set", "template", "title", "x")
    assert refused.exit_code == 2
    assert "not changed in place" in refused.output
    assert run("set", "template", "title", "x", "-o", tmp_path / "case.yaml").exit_code == 0
    assert "title: x" in (tmp_path / "case.yaml").read_text(encoding="utf-8")
