"""The entry of the `bokar` command: loads it with the garbage collector at rest.

Loading code makes much that stays and little that goes; looking for the little takes a fifth of the start.
"""

import gc
import sys


def main() -> None:
    """Load the command and run it; a server turns the collector on again."""
    gc.disable()
    # structlog loads rich, where another package has brought it, to colour tracebacks; our log is JSON.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
    from jobs.cli import main as command

    command()
