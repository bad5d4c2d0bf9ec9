"""The documents are tested: commands run and print what stands below them, Python runs, names exist."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest

from articles import ARTICLE
from ceasefire.case import issue, model, party, talks
from ceasefire.case.edit import read_change
from ceasefire.cli import main
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.terms.agreement import Act, AgreementText, Area, Moment, Promised, Term
from ceasefire.record.entry import MODELS

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
OTHERS = {
    "ged.csv.gz": DATA / "ucdp_ged_syria" / "ged_syria_2016_2019.csv.gz",
    "ceasefires_dataset.csv": DATA / "ethprio_ceasefires" / "ceasefires_dataset.csv",
}
"""Data sets of others that documents use by these names."""
GENERATED = {"commands.md", "case-schema.md"}  # these name everything, so they cannot show that a person did
DOCS = [ROOT / "README.md", *sorted(p for p in (ROOT / "docs").rglob("*.md") if p.name not in GENERATED)]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def session(block: str) -> list[tuple[str, str]]:
    """Commands of a console block, each with the output that stands below it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(p.split("\n", 1)[0], p.split("\n", 1)[1]) for p in parts]


def shows(expected: str, output: str) -> None:
    """Each part between lines of dots stands in the output, in order; dots within a line stand for anything in that line."""
    position = 0
    for part in re.split(r"^\.\.\.\n", expected, flags=re.MULTILINE):
        found = re.compile(re.escape(part).replace(r"\.\.\.", ".*")).search(output, position)
        assert found, f"not in the output:\n{part}\n---\n{output}"
        position = found.end()


@pytest.mark.parametrize("path", [p for p in DOCS if blocks(p, "console")], ids=lambda p: p.name)
def test_commands_print_what_the_document_shows(path: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONUTF8": "1"}
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    for folder in (tmp_path, tmp_path / "docs" / "examples"):
        shutil.copytree(ROOT / "docs" / "examples", folder, dirs_exist_ok=True)
    for name, file in OTHERS.items():
        if any(name in command for block in blocks(path, "console") for command, _ in session(block)):
            if not file.exists():
                pytest.skip(f"{name}, which this document's figures come from, is not here")
            (tmp_path / name).symlink_to(file)
    for block in blocks(path, "console"):
        for command, expected in session(block):
            if command.startswith("make ") and command != "make demo":
                continue
            line = "ceasefire assess syria-2016-08" if command == "make demo" else command
            done = subprocess.run(
                shlex.split(line), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            shows(expected, done.stdout)


@pytest.mark.parametrize("path", [p for p in DOCS if blocks(p, "python")], ids=lambda p: p.name)
def test_python_runs(path: Path) -> None:
    for block in blocks(path, "python"):
        exec(compile(block, str(path), "exec"), {})  # noqa: S102  the block is ours


def test_a_file_of_changes_in_the_documents_can_be_read() -> None:
    changes = [b for path in DOCS for b in blocks(path, "yaml") if b.startswith("title:")]
    assert changes
    for block in changes:
        assert read_change(block.encode(), "documents").set


def test_demo_is_the_command_that_the_readme_shows() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "demo: $(VENV)/.core\n\t$(BIN)/ceasefire assess syria-2016-08\n" in makefile


def test_every_command_and_every_field_is_in_the_documents() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    commands = dict(main.commands)
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            commands |= {f"{name} {inner}": c for inner, c in command.commands.items()}
    for name, command in commands.items():
        assert f"ceasefire {name}" in text, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert any(f"`{o}`" in text or f" {o} " in text for o in option.opts), (
                    name,
                    option.opts,
                )


def test_every_field_of_cases_and_records_is_in_the_documents() -> None:
    reference = (ROOT / "docs" / "reference" / "case.md").read_text(encoding="utf-8")
    kept = (ROOT / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    for thing in MODELS.values():
        for field, info in thing.model_fields.items():
            assert f"`{info.alias or field}`" in kept, (thing.__name__, field)
    for kind in (
        model.Case,
        model.Package,
        model.Offer,
        model.Outcome,
        party.Party,
        party.Preferences,
        party.Together,
        party.WalkAway,
        issue.Issue,
        talks.Talks,
        talks.Step,
        talks.Milestone,
        model.Hold,
        model.OddsMove,
    ):
        for name, described in kind.model_fields.items():
            assert f"`{described.alias or name}`" in reference, (kind.__name__, name)


def test_every_field_of_an_agreement_is_in_the_documents() -> None:
    watched = (ROOT / "docs" / "reference" / "monitoring.md").read_text(encoding="utf-8")
    for shape in (AgreementText, Term, Area, Act, Promised, Moment):
        for field in shape.model_fields:
            assert f"`{field}`" in watched, (shape.__name__, field)
    for part in fields(CalmRule):
        assert f"`{part.name}`" in watched, part.name


def test_the_changelog_names_the_version() -> None:
    from ceasefire import __version__

    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_links_between_documents_lead_somewhere() -> None:
    for path in DOCS:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_what_ships_from_elsewhere_is_what_the_documents_name() -> None:
    text = (ROOT / "docs" / "reference" / "report.md").read_text(encoding="utf-8")
    named = re.findall(r"\| `([\w/.]+)`.*\| `([0-9a-f]{64})` \|", text)
    assert named
    for file, digest in named:
        assert hashlib.sha256((ROOT / "src" / "ceasefire" / file).read_bytes()).hexdigest() == digest, file
