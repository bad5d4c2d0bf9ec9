from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from ceasefire import load_case
from ceasefire.case.build import Built, build
from ceasefire.case.load import parse_case, read_case
from ceasefire.record.claim import Claim

CASE = load_case("syria-2016-08")


def claim(kind: str, speaker: str, **fields: object) -> Claim:
    return Claim.model_validate(
        {"kind": kind, "speaker": speaker, "quote": "words", "on": "2016-08-26", **fields}, strict=False
    )


def built(*claims: Claim) -> Built:
    return build(CASE, [(f"claim-{k}", one) for k, one in enumerate(claims)])


def values(made: Built) -> dict[str, object]:
    return {".".join(p.path): p.value for p in made.proposals}


def test_a_step_takes_the_status_that_all_give_it() -> None:
    same = {"step": "start", "status": "agreed"}
    made = built(claim("agreement status", "US", **same), claim("agreement status", "Moscow", **same))
    assert values(made) == {
        "talks.steps.start.status": "agreed",
        "talks.steps.start.since": "2016-08-26",
        "talks.steps.start.because": ["claim-0", "claim-1"],
    }
    assert not any(p.contested for p in made.proposals)


def test_a_step_on_which_claims_differ_is_contested_and_not_averaged() -> None:
    made = built(
        claim("agreement status", "US", step="start", status="open", on="2016-08-01"),
        claim("agreement status", "US", step="start", status="agreed"),
        claim("agreement status", "Moscow", step="start", status="open"),
    )
    assert values(made)["talks.steps.start.status"] == "contested"
    assert made.proposals[0].contested == ("US: agreed", "Moscow: open"), "what each says now"


def test_progress_promises_and_consultations() -> None:
    made = built(
        claim("agreement status", "Washington", status="agreed", quote="the vast majority"),
        claim("promise", "Moscow", audience="UN", issue="access", due="late August 2016", quote="a pause"),
        claim("accusation", "UN", about=["Russia"], issue="access", due="late August 2016", outcome="broken"),
        claim("non-consultation", "UN", about=["UN"], issue="local", consulted="bypassed"),
    )
    found = values(made)
    assert found["talks.progress.+"] == {
        "by": "us",
        "said": "the vast majority",
        "on": "2016-08-26",
        "because": ["claim-0"],
    }
    assert found["talks.milestones.promise-1"] == {
        "title": "a pause",
        "due": "late August 2016",
        "done": "no",
        "because": ["claim-1", "claim-2"],
    }
    assert found["history.+"] == {
        "by": "russia",
        "to": "un",
        "promise": "a pause",
        "outcome": "broken",
        "on": "2016-08-26",
        "because": ["claim-1", "claim-2"],
    }
    assert found["talks.consultations.+"] == {
        "party": "un",
        "on": "local",
        "status": "bypassed",
        "because": ["claim-3"],
    }


def test_a_contested_outcome_is_unknown() -> None:
    same = {"about": ["Russia"], "issue": "access"}
    made = built(
        claim("promise", "Russia", audience="UN", issue="access", quote="a pause"),
        claim("act reported", "UN", outcome="broken", **same),
        claim("act reported", "Russia", outcome="kept", **same),
        claim("consultation", "Russia", about=["UN"], issue="local"),
        claim("non-consultation", "UN", about=["UN"], issue="local"),
    )
    history, consultation = made.proposals
    assert history.value["outcome"] == "unknown"
    assert history.contested == ("UN: broken", "Russia: kept")
    assert consultation.value["status"] == "unknown"
    assert consultation.contested == ("Russia: asked", "UN: bypassed")


def test_what_is_said_is_a_public_position_and_never_a_demand() -> None:
    made = built(
        claim("statement", "Russia", issue="air", option="grounded", negated=True, on="2016-08-01"),
        claim("proposal", "Russia", issue="air", option="areas"),
    )
    (position,) = made.proposals
    assert position.path == ("parties", "russia", "public_position", "air")
    assert position.value["rule"] == "air = areas"
    assert position.contested == ("on 2016-08-01: not grounded",)


def test_what_cannot_be_placed_is_said() -> None:
    made = built(
        claim("agreement status", "US", step="nothing", status="agreed"),
        claim("agreement status", "somebody", status="agreed"),
        claim("promise", "nobody"),
        claim("promise", "Russia"),
        claim("consultation", "UN"),
        claim("statement", "Russia", issue="air", option="nothing"),
        claim("accusation", "US", about=["Russia"]),
    )
    assert not made.proposals
    assert [name for name, _ in made.left] == [f"claim-{k}" for k in range(7)], "every one"


def test_drafts_are_written_into_a_case(
    write: Callable[[str], Path], run: Callable[..., Result], tmp_path: Path
) -> None:
    text = """\
format: case/1  # kept
title: Two
as_of: 2016-08-26
parties:
  north:
    {name: North, role: signatory, aliases: [the North], preferences: {ranking: [a > status_quo]}, walk_away: {state: status_quo}}
  south: {name: South, role: signatory, preferences: {ranking: [a > status_quo]}, walk_away: {state: status_quo}}
issues:
  truce: {question: truce?, options: [none, full], controllers: [north, south]}
status_quo: {truce: none}
packages: {a: {choose: {truce: full}}}
talks:
  steps:
    start: {title: when}
"""
    case = write(text)
    record = tmp_path / "r.db"
    run("record", "new", record)
    for fields in (
        ["kind=agreement status", "speaker=the North", "status=agreed", "step=start", "quote=agreed", "on=2016-08-20"],
        ["kind=agreement status", "speaker=South", "status=open", "quote=little is left", "on=2016-08-21"],
        ["kind=agreement status", "speaker=North", "status=open", "quote=much is left", "on=2016-08-22"],
        ["kind=promise", "speaker=South", "audience=North", "due=2016-09-01", "quote=we will stop", "on=2016-08-22"],
        ["kind=proposal", "speaker=South", "issue=truce", "option=full", "quote=a truce", "on=2016-08-22"],
    ):
        assert run("record", "add", record, "claim", *fields).exit_code == 0
    changes = tmp_path / "changes.yaml"
    shown = run("build", case, "--record", record, "-o", changes)
    assert shown.exit_code == 0, shown.output
    assert read_case(case / "case.yaml").document is not None
    assert (case / "case.yaml").read_text(encoding="utf-8") == text, "nothing is written unless asked"
    assert run("what-if", case, "--with", changes).exit_code == 0
    assert run("build", case, "--record", record, "--apply").exit_code == 0
    after = (case / "case.yaml").read_text(encoding="utf-8")
    assert "format: case/1  # kept" in after
    loaded = parse_case(after.encode()).case
    assert loaded is not None
    assert loaded.talks.steps["start"].status.value == "agreed"
    assert [p.said for p in loaded.talks.progress] == ["little is left", "much is left"]
    assert len(loaded.talks.milestones) == len(loaded.history) == 1
    assert loaded.parties["south"].public_position["truce"].because[0].startswith("claim-")
    assert not loaded.parties["south"].demands
    assert run("build", "syria-2016-08", "--record", record, "--apply").exit_code == 2
    assert '"schema": "build/1"' in run("build", case, "--record", record, "--json").stdout
