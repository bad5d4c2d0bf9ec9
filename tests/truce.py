"""A small truce that the tests hold incidents against."""

from __future__ import annotations

from typing import Any

from ceasefire.monitoring.terms.load import Watched, parse_agreement
from ceasefire.record.incident import Incident

TRUCE = """\
format: agreement/1
title: Truce of the valley
zone: Asia/Damascus
in_force: {on: 2016-09-12, clock: "19:00"}
ended: {on: 2016-09-30}
parties:
  gov: {name: Government, known_as: [Army]}
  opp: {name: Opposition, known_as: [Rebels, Free Army]}
excluded:
  is: {name: IS, known_as: [Daesh]}
acts:
  attack: {name: attack, known_as: [shelling, battle]}
  aerial: {name: air strike, known_as: [barrel bomb], may_be: [battle, violence]}
  block: {name: convoy stopped}
areas:
  valley: {polygon: [[36, 35], [38, 35], [38, 37], [36, 37]]}
  aleppo: {units: [Aleppo, SY02], level: 1}
terms:
  "1": {title: No attacks, parties: [gov, opp], towards: [gov, opp], acts: [attack, aerial], exceptions: [self-defence]}
  "2": {title: No bombs from the air, parties: [gov], towards: [opp, civilians], acts: [aerial], area: valley}
  "3": {title: Aid let through, duty: grant access, parties: [gov, opp], acts: [block], area: aleppo}
  "4": {title: Prisoners freed, duty: do, parties: [gov], due: 2016-09-20}
"""


def truce(text: str = TRUCE) -> Watched:
    return parse_agreement(text.encode())


def incident(**fields: Any) -> Incident:
    before = {"what": "shelling", "actors": ["Army"], "against": ["Rebels"], "on": "2016-09-14"}
    return Incident.model_validate({**before, **fields}, strict=False)
