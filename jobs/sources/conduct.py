"""How a client behaves towards other people's servers: limits, patience, and the clocks it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from service.clock import Clock


@dataclass(frozen=True, slots=True)
class Limits:
    """What one exchange may cost; `total_seconds` covers all attempts and the waits between them."""

    connect_seconds: float = 10
    read_seconds: float = 60
    total_seconds: float = 900
    bytes: int = 200 * 1024 * 1024
    attempts: int = 4
    first_wait_seconds: float = 1
    longest_wait_seconds: float = 120


@dataclass(frozen=True, slots=True)
class Conduct:
    """The limits, and what the outside world is to this client: sleep, chance (0 to 1) and two clocks in seconds."""

    wait: Callable[[float], None]
    jitter: Callable[[], float]
    monotonic: Callable[[], float]
    now: Clock
    limits: Limits = Limits()

    def pause(self, attempt: int, retry_after: str | None) -> float:
        """Return the seconds to wait after the failed `attempt` (from 1): what the server asked for, else back-off.

        Back-off doubles and is spread over its upper half, so that many clients do not come back together.
        """
        asked = self._asked(retry_after)
        if asked is None:
            asked = self.limits.first_wait_seconds * 2 ** (attempt - 1) * (1 + self.jitter()) / 2
        return min(max(asked, 0), self.limits.longest_wait_seconds)

    def _asked(self, retry_after: str | None) -> float | None:
        """Return a Retry-After in seconds; it comes as a number of seconds or as a date (RFC 9110, 10.2.3)."""
        if retry_after is None:
            return None
        if retry_after.strip().isdecimal():
            return float(retry_after)
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - self.now()).total_seconds()


class Deadline:
    """The moment by which an exchange must be over."""

    def __init__(self, conduct: Conduct) -> None:
        self._monotonic = conduct.monotonic
        self._moment = conduct.monotonic() + conduct.limits.total_seconds

    def leaves(self, seconds: float) -> bool:
        """Return whether `seconds` from now still lie before it."""
        return self._monotonic() + seconds <= self._moment
