"""The days that matter of a truce whose calm is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]


@dataclass(frozen=True)
class Truce:
    """A truce: its day of `effect`, the `first_full` day under it, the day it `ended` if it did, and `others` on the same ground.

    By default the first full day is the one after, so that the hours before the effect on the day itself do not count.
    """

    effect: date
    first_full: date
    others: tuple[Days, ...] = ()
    ended: date | None = None

    @staticmethod
    def of(
        effect: date, first_full: date | None = None, *, others: tuple[Days, ...] = (), ended: date | None = None
    ) -> Truce:
        """A truce from its day of effect."""
        return Truce(effect, first_full or effect + timedelta(days=1), others, ended)
