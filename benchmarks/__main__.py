"""Run all parts, or the one named; exit with 1 if a limit is missed."""

import sys
from importlib import import_module

from benchmarks.report import Report, Skipped

PARTS = ("cached_get", "uncached_query", "start_up")
# Parts of more than five minutes: run only by name.
LONG_PARTS = ("bulk_intake", "bulk_memory", "floors")


def main(arguments: list[str]) -> int:
    """Run the parts and return the exit code."""
    names = arguments or list(PARTS)
    known = (*PARTS, *LONG_PARTS)
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no part {', '.join(unknown)}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    report = Report()
    for name in names:
        try:
            import_module(f"benchmarks.{name}").run(report)
        except Skipped as reason:
            print(f"SKIPPED {name}: {reason}", flush=True)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
