"""What the README shows is what comes out."""

import json
import re
from pathlib import Path

from starlette.testclient import TestClient

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_answer_in_the_readme_is_the_real_one(client: TestClient) -> None:
    (shown,) = re.findall(r"<!-- answer of (\S+) -->\n```json\n(.*?)```", README, flags=re.DOTALL)
    path, answer = shown
    assert client.get(path).json() == json.loads(answer)


def test_the_rooms_on_the_map_are_there() -> None:
    root = Path(__file__).parents[2]
    rooms = re.findall(r"`([a-z_/.]+/|[a-z_/]+\.py)`", README)
    assert [room for room in rooms if not any(root.glob(f"**/{room.rstrip('/')}"))] == []
    assert (root / "LICENSE").is_file()
