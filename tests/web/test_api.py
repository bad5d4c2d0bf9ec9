"""The interface for programs: described by OpenAPI, and answering as described."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim, ClaimKind
from ceasefire.record.forecast import Forecast
from ceasefire.record.place import begin
from ceasefire.record.store import open_record
from ceasefire.web.pages.api import WAYS, description
from client import EXAMPLES, Browser, browser


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    folder = tmp_path_factory.mktemp("folder")
    record = str(folder / "r.db")
    begin(record)
    with open_record(record, write=True) as held:
        held.append(
            [
                Draft(Claim(kind=ClaimKind.DENIAL, note="no")),
                Draft(Forecast(question="?", probability=0.5, due="2030")),
            ],
            "t",
        )
    return browser(folder=folder, record=record, agreements=(str(EXAMPLES / "valley.yaml"),)).enter()


def test_the_description_is_openapi() -> None:
    validate(description())


def test_every_way_answers_as_described(user: Browser) -> None:
    served = user.get("/api/openapi.json").json()
    thing = user.get("/api/record").json()["entries"][0]["thing"]
    names = {"name": "syria-2016-08", "thing": thing, "agreement": "valley"}
    asked = {"/api/case/{name}/what-if": "?drop=parties.russia.demands.nusra-first&set=status_quo.truce%3Daleppo"}
    demand = next(iter(user.material.cases.open("syria-2016-08").case.parties["russia"].demands))
    asked = {path: query.replace("nusra-first", demand) for path, query in asked.items()}
    for path, what in served["paths"].items():
        answer = user.get(path.format(**names) + asked.get(path, ""))
        assert answer.status_code == 200, (path, answer.text)
        shape: dict[str, Any] = what["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(answer.json(), shape)
    assert len(served["paths"]) == len(WAYS)


def test_what_goes_wrong_is_json_too(user: Browser) -> None:
    failure = description()["paths"]["/api/cases"]["get"]["responses"]["404"]["content"]["application/json"]["schema"]
    for path, status in (
        ("/api/case/nowhere/assessment", 404),
        ("/api/case/syria-2016-08/enforcement?package=nothing-such", 422),
        ("/api/case/syria-2016-08/what-if", 422),
        ("/api/case/syria-2016-08/what-if?drop=parties.nobody", 422),
        ("/api/record?since=whenever", 422),
        ("/api/record?skip=x", 422),
        ("/api/record/thing/nothing", 404),
        ("/api/agreements/nowhere", 404),
        ("/api/nothing", 404),
    ):
        answer = user.get(path)
        assert answer.status_code == status, path
        jsonschema.validate(answer.json(), failure)


def test_the_same_as_on_the_pages_and_the_command_line(user: Browser) -> None:
    stability = user.get("/api/case/syria-2016-08/stability").json()
    assert f"of {stability['n_states']:,} that exist" in user.get("/case/syria-2016-08/keep").text
    found = user.get("/api/forecasts").json()
    assert found["forecasts"][0]["forecast"]["question"] == "?"
