"""A client's conduct in tests: waiting is noted instead of done, chance is fixed, time only passes by waiting."""

from dataclasses import dataclass, field
from typing import Any

from jobs.sources.conduct import Conduct, Limits
from service.clock import fixed_clock
from tests.builders import NOW


@dataclass
class Patience:
    """What a client waited for, in seconds; `tick_seconds` pass with every look at the clock."""

    tick_seconds: float = 0
    waits: list[float] = field(default_factory=list)
    seconds: float = 0

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def look(self) -> float:
        self.seconds += self.tick_seconds
        return self.seconds

    def conduct(self, **limits: Any) -> Conduct:
        return Conduct(self.wait, lambda: 1.0, self.look, fixed_clock(NOW), Limits(**limits))


def conduct(**limits: Any) -> Conduct:
    return Patience().conduct(**limits)
