"""`bokar --help` in the language of the settings."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from jobs.cli import main
from jobs.import_command import import_
from jobs.indonesian_help import COMMANDS, OPTIONS


def commands(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from commands(each, f"{path} {name}".strip())


ALL = dict(commands(main))
OF_CLERKS = [path for path in ALL if path.split(" ")[0] in ("import", "template", "keys")]


def helped(*arguments: str, of: click.Group = main) -> str:
    result = CliRunner().invoke(of, [*arguments, "--help"])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_the_commands_of_clerks_are_told_in_indonesian_and_none_that_is_not_there() -> None:
    assert set(OF_CLERKS) <= COMMANDS.keys() <= ALL.keys()


@pytest.mark.parametrize("path", OF_CLERKS)
def test_every_option_of_a_clerks_command_is_told_in_indonesian(path: str) -> None:
    options = [param for param in ALL[path].params if isinstance(param, click.Option)]
    assert [option.name for option in options if not OPTIONS.keys() & set(option.opts)] == []


@pytest.mark.parametrize("path", COMMANDS)
def test_help_speaks_the_language_of_the_settings(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_LANGUAGE", "id")
    assert COMMANDS[path].split("\n")[0][:40] in helped(*path.split())
    monkeypatch.setenv("BOKAR_LANGUAGE", "en")
    assert COMMANDS[path].split("\n")[0][:40] not in helped(*path.split())


def test_a_group_by_itself_knows_its_own_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKAR_LANGUAGE", "id")
    assert "Tampilkan laporan yang sama tanpa menulis apa pun." in helped("prices", of=import_)
