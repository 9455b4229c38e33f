"""What a part of the benchmarks says: figures, and whether they keep their limits."""

from dataclasses import dataclass, field


class Skipped(Exception):
    """A part cannot run here; the message says why."""


@dataclass
class Report:
    """Prints `BENCH name value unit` lines and remembers the limits that were missed."""

    missed: list[str] = field(default_factory=list)

    def figure(
        self, name: str, value: float, unit: str, *, at_least: float | None = None, at_most: float | None = None
    ) -> None:
        """Print one figure and, where it has one, whether it keeps its limit."""
        print(f"BENCH {name} {value:.{0 if value >= 100 else 2}f} {unit}", flush=True)
        for sign, limit, kept in (
            (">=", at_least, at_least is None or value >= at_least),
            ("<=", at_most, at_most is None or value <= at_most),
        ):
            if limit is not None:
                print(f"LIMIT {name} {sign} {limit} {'kept' if kept else 'MISSED'}", flush=True)
            if not kept:
                self.missed.append(name)
