"""How this person likes the window: one typed wrapper over QSettings, because an INI file forgets types."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from workbench import i18n, paths

THEMES = ("system", "light", "dark")
MOST_RECENT = 6
WEEK_VIEWS = ("week", "day", "person")


class Settings:
    """Language, theme, text size, recent databases, window size; each property checks what it reads."""

    def __init__(self, file: Path | None = None) -> None:
        path = file or paths.config_folder() / "workbench.ini"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def _text(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def _set(self, key: str, value: str) -> None:
        self._store.setValue(key, value)
        self._store.sync()

    @property
    def language(self) -> str:
        """zh_CN or en; empty before anybody chose."""
        value = self._text("language", "")
        return value if value in i18n.LANGUAGES else ""

    @language.setter
    def language(self, value: str) -> None:
        self._set("language", value)

    @property
    def theme(self) -> str:
        value = self._text("theme", "system")
        return value if value in THEMES else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._set("theme", value)

    @property
    def scale(self) -> float:
        """Text size, 0.8 to 1.5."""
        try:
            value = float(self._text("scale", "1.0"))
        except ValueError:
            return 1.0
        return min(1.5, max(0.8, value))

    @scale.setter
    def scale(self, value: float) -> None:
        self._set("scale", f"{value:.2f}")

    @property
    def recent(self) -> tuple[Path, ...]:
        """Databases opened last, newest first; those that are no longer there are left out."""
        lines = [line for line in self._text("recent", "").split("|") if line]
        return tuple(path for path in map(Path, lines) if path.exists())

    def add_recent(self, path: Path) -> None:
        rest = [p for p in self.recent if p != path]
        self._set("recent", "|".join(str(p) for p in [path, *rest][:MOST_RECENT]))

    @property
    def window(self) -> tuple[int, int]:
        try:
            width, height = (int(part) for part in self._text("window", "1440x900").split("x"))
        except ValueError:
            return 1440, 900
        return max(960, width), max(600, height)

    @window.setter
    def window(self, size: tuple[int, int]) -> None:
        self._set("window", f"{size[0]}x{size[1]}")

    @property
    def week_view(self) -> str:
        """How the week plan was looked at last: the whole week, a day with its hours, or one person's week."""
        value = self._text("week_view", "week")
        return value if value in WEEK_VIEWS else "week"

    @week_view.setter
    def week_view(self, value: str) -> None:
        self._set("week_view", value)

    def hushed_on(self, database: str) -> str:
        """The day (ISO) on which the warning about copies of this database was put away; empty when it was not."""
        return self._text(f"copies_hushed/{database}", "")

    def hush(self, database: str, day: str) -> None:
        """Put the warning about copies of this database away for this day."""
        self._set(f"copies_hushed/{database}", day)
