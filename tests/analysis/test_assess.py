"""The assessment as one object: ladder, provenance, JSON, and the case of Syria changing as it should."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ceasefire.analysis.assess import assess
from ceasefire.analysis.ladder import Verdict
from ceasefire.analysis.result import digest, envelope
from ceasefire.case.edit import edited
from ceasefire.case.load import SHIPPED, load_case, parse_case
from ceasefire.case.model import Case
from ceasefire.errors import CaseError

SYRIA = (SHIPPED / "syria-2016-08" / "case.yaml").read_text(encoding="utf-8")


def changed(path: str, value: str) -> Case:
    loaded = parse_case(edited(SYRIA, path, value).encode())
    assert loaded.case is not None, loaded.findings
    assert not loaded.errors, loaded.errors
    return loaded.case


def test_what_later_versions_will_compute_is_not_guessed() -> None:
    ladder = {rung.rung: rung.verdict for rung in assess(load_case("syria-2016-08")).ladder}
    assert ladder == {
        "sign": Verdict.NO,
        "keep": Verdict.NO,
        "reach": Verdict.YES,
        "hold": Verdict.UNDECIDED,
    }


def test_syria_clashes_over_separation_and_grounding() -> None:
    found = assess(load_case("syria-2016-08")).on_table.impediments
    assert {str(c) for c in found.clashes[0]} == {
        "us.nationwide-truce",
        "russia.separation-complete",
        "syria.keeps-flying",
        "armed-groups.protection-for-separation",
    }
    single = {(o.concessions[0].party, o.concessions[0].condition) for o in found.openings if len(o.concessions) == 1}
    assert single == {
        ("russia", "separation-complete"),
        ("syria", "keeps-flying"),
        ("armed-groups", "protection-for-separation"),
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("parties.russia.demands.separation-complete.rule", "truce = nationwide implies separation != none"),
        ("parties.syria.demands.keeps-flying.rule", "monitoring != independent"),
        (
            "parties.armed-groups.demands.protection-for-separation.rule",
            "separation = complete implies air != unrestricted",
        ),
    ],
)
def test_giving_way_on_one_demand_opens_the_zone(path: str, value: str) -> None:
    assert assess(changed(path, value)).ladder[0].verdict is Verdict.YES


def test_giving_way_elsewhere_does_not() -> None:
    assert assess(changed("parties.us.demands.aid-moves.rule", "truce = nationwide")).ladder[0].verdict is Verdict.NO


def test_a_new_demand_becomes_part_of_what_stands_in_the_way() -> None:
    case = changed("parties.us.demands.monitors", "{rule: monitoring = independent, because: what if}")
    clashes = [{str(c) for c in clash} for clash in assess(case).on_table.impediments.clashes]
    assert {"us.monitors", "syria.no-foreign-monitors"} in clashes


def test_no_source_of_the_shipped_case_is_later_than_its_day() -> None:
    case = load_case("syria-2016-08")
    assert case.as_of == date(2016, 8, 26)
    late = SYRIA.replace("date: 2016-08-24\n", "date: 2016-09-12\n", 1)
    assert "known-later" in {f.code for f in parse_case(late.encode()).errors}


def test_every_judgement_of_the_shipped_case_has_a_reason() -> None:
    # Russia answers for an air force that it does not fly, which is worth a note
    assert {f.code for f in parse_case(SYRIA.encode()).findings} == {"no-hand"}


def test_opening_an_issue_enlarges_what_is_possible() -> None:
    result = assess(load_case("syria-2016-08"))
    assert result.off_table == ("transition", "turkey")
    assert [v.opened for v in result.if_opened] == [("transition",), ("turkey",), ("transition", "turkey")]
    possible = [v.zone.n_possible or 0 for v in (result.on_table, *result.if_opened)]
    assert possible == sorted(possible)


def test_json_says_how_it_was_made() -> None:
    case = load_case("syria-2016-08")
    value = envelope("assessment/1", assess(case, seed=7))
    again = envelope("assessment/1", assess(case, seed=7))
    assert json.dumps(value) == json.dumps(again)
    assert value["schema"] == "assessment/1"
    made = value["provenance"]
    assert made["digest"] == digest(case)
    assert made["exact"] is True
    assert made["seed"] == 7
    assert made["ranges"] == 22
    assert all(any(name in r for r in made["references"]) for name in ("Nash", "Fang", "Bailey"))
    json.dumps(value, allow_nan=False)


def test_layout_does_not_change_the_digest_and_content_does() -> None:
    spaced = parse_case(
        SYRIA.replace("{truce: none, air: unrestricted", "{  truce: none ,   air: unrestricted").encode()
    ).case
    assert spaced is not None
    assert digest(spaced) == digest(load_case("syria-2016-08"))
    assert digest(changed("parties.us.walk_away.level", "44")) != digest(spaced)


def test_an_earlier_day_hides_what_became_known_later() -> None:
    result = assess(load_case("syria-2016-08"), as_of=date(2016, 7, 20))
    assert {m.kept.value for m in result.talks.milestones} == {"not due"}
    assert result.talks.progress == ()
    assert [s.code for s in result.caveats] == ["case-newer", "bypassed"]
    later = assess(load_case("syria-2016-08"), as_of=date(2016, 9, 20)).caveats
    assert [s.code for s in later] == ["case-older", "bypassed"]


def test_a_case_with_errors_is_refused(small: Any) -> None:
    case = small().model_copy(update={"status_quo": {"truce": "none"}})
    with pytest.raises(CaseError, match="nothing is said about `bridge`"):
        assess(case)
    never = small().model_copy(update={"rules": {"r": load_case("syria-2016-08").rules["maps-come-first"]}})
    with pytest.raises(CaseError, match="there is no issue `air`"):
        assess(never)


def test_a_missing_walk_away_is_said(small: Any) -> None:
    case = small()
    silent = case.model_copy(
        update={"parties": {n: p.model_copy(update={"walk_away": None}) for n, p in case.parties.items()}}
    )
    assert [s.facts["parties"] for s in assess(silent).caveats if s.code == "no-walk-away"] == [["north", "south"]]
