"""How calm and breakdown are told: every number of the rule in one place, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from ceasefire.monitoring.counts.series import Counted


@dataclass(frozen=True)
class CalmRule:
    """The rule of calm and breakdown.

    The level before is the mean of the `before` days that end `spike` days ahead of the effect (parties often strike hardest
    in the last days, and a level that contains the spike would make anything look calm).  Calm: how far the roots of the first
    `early` full days fall below it, held against the same fall on every date without a truce: on at most `shown` of them
    (a share, 0-1) as large a fall is *shown*, on at most `weak` *weakly shown*.  Where fewer than `few` dates can be had,
    t itself is held against `shown_t` and `weak_t`.  Above `most` of the level before it is no calm, however regular the days.

    Broken: on the first day on which the evidence for a material return is at least `patience`, the mean number of days to a
    false alarm if the model were true (Shiryaev-Roberts).  A return is material `back` of the way (0-1) from the calm's level
    up to the level before; the calm's level is learnt from its days up to `gap` days ago, beginning at `share` of the level
    before with the weight of `weight` days; the first `start` days are left out, and no single day counts for more than
    e to the `cap`.  `scatter_deaths` and `scatter_incidents` are the k of a negative binomial with variance m + m^2/k.

    `reported` is the least share of days on which somebody looked, `least_days` the least number of them for a level before,
    `least_level` the least level (incidents a day) that a fall could show from.
    """

    before: int = 28
    spike: int = 3
    early: int = 7
    shown: float = 0.10
    weak: float = 0.25
    few: int = 60
    shown_t: float = 1.7
    weak_t: float = 1.2
    most: float = 0.8
    patience: float = 400.0
    back: float = 0.6
    share: float = 0.35
    weight: float = 5.0
    gap: int = 4
    start: int = 2
    cap: float = 2.0
    scatter_deaths: float = 1.2
    scatter_incidents: float = 5.0
    reported: float = 0.7
    least_days: int = 10
    least_level: float = 0.25

    def __post_init__(self) -> None:
        shares = all(
            0 < share <= 1 for share in (self.shown, self.weak, self.most, self.back, self.share, self.reported)
        )
        days = self.before >= self.least_days >= 2 and self.early >= 1
        starts = min(self.spike, self.gap, self.start, self.few) >= 0
        above = min(self.weight, self.cap, self.scatter_deaths, self.scatter_incidents, self.least_level) > 0
        if not (shares and days and starts and above and self.shown <= self.weak and self.weak_t <= self.shown_t):
            raise ValueError(
                "a calm rule needs shares above 0 up to 1, days of 1 or more, and `weak` no stricter than `shown`"
            )
        if self.patience < 1:
            raise ValueError("a patience below 1 day would call a breakdown every day: the usual is 400")

    def scatter(self, counted: Counted) -> float:
        """The k of the negative binomial for what is counted."""
        return self.scatter_deaths if counted is Counted.DEATHS else self.scatter_incidents

    def in_words(self) -> str:
        """The rule as it is shown beside every call."""
        return (
            f"calm: the roots of the first {self.early} full days lie so far below those of the {self.before} days that end "
            f"{self.spike} days before the effect that on at most {self.shown:.0%} (shown) or {self.weak:.0%} (weakly shown) of "
            f"the dates without a truce the fall is as large; broken: evidence for a return {self.back:.0%} of the way up to the "
            f"level before that luck would reach once in {self.patience:g} days or more, if the model were true"
        )
