"""The settings as a Markdown table, written from the settings class itself."""

from pydantic_core import PydanticUndefined

from service.settings import Settings


def settings_table() -> str:
    """Return one line per setting: environment name, default, what it does."""
    lines = ["| environment | default | what it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, PydanticUndefined) else f"`{field.default}`"
        lines.append(f"| `BOKAR_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines)
