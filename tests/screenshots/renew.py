"""Renew the kept pictures after a wanted change: `python -m tests.screenshots.renew [--check] [KEY …]`, e.g. `planning people`.

A screen that cannot be shown keeps its old picture and is named at the end; all others are renewed. With `--check` nothing is written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from tests.screenshots.compare import compare, save
from tests.screenshots.shots import PLANTED, THEMES
from workbench import i18n
from workbench.views.screens import entries

ROOT = Path(__file__).resolve().parents[2]
REFERENCES = Path(__file__).resolve().parent / "references"
MOST_BYTES = 3_000_000
LONGEST = 300  # seconds for the pictures of one language
SAME_FOR_ALL = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1", "QT_FONT_DPI": "96", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}


def names() -> list[str]:
    """All pictures that are kept, without their ending."""
    return [f"{entry.key}-{language}-{word}" for entry in entries() for language in i18n.LANGUAGES for word, _dark in THEMES]


def render(folder: Path, keys: tuple[str, ...] = ()) -> dict[str, str]:
    """Take all pictures into a folder, both languages at once; picture to what went wrong, empty where all is well."""
    with ThreadPoolExecutor(len(i18n.LANGUAGES)) as pool:
        answers = pool.map(lambda language: _one_language(folder, language, keys), i18n.LANGUAGES)
        return {name: wrong for answer in answers for name, wrong in answer.items()}


def _one_language(folder: Path, language: str, keys: tuple[str, ...]) -> dict[str, str]:
    wanted = [name for name in names() if f"-{language}-" in name and (not keys or name.split("-")[0] in keys)]
    command = [sys.executable, "-m", "tests.screenshots.shots", str(folder), language, *keys]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | SAME_FOR_ALL, capture_output=True, text=True, encoding="utf-8", timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return dict.fromkeys(wanted, f"no pictures in {LONGEST} s")
    try:
        told: dict[str, str] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return dict.fromkeys(wanted, f"ended with {done.returncode}:\n{done.stderr[-2000:]}")
    missing = {name: "no picture" for name in wanted if not (folder / f"{name}.png").exists()}
    return {name: told.get(name) or missing.get(name, "") for name in wanted}


def main(arguments: list[str]) -> int:
    """0 when every wanted picture was taken and the kept ones are small enough."""
    keys = tuple(word for word in arguments if not word.startswith("-"))
    check = "--check" in arguments
    REFERENCES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        told = render(folder, keys)
        for name, wrong in sorted(told.items()):
            kept = REFERENCES / f"{name}.png"
            if wrong:
                _say(f"{name}: NOT RENEWED, {wrong.strip().splitlines()[-1]}")
                continue
            with Image.open(folder / f"{name}.png") as picture:
                state = _state(picture, kept)
                if state and not check:
                    fresh = kept.with_suffix(".new")
                    save(picture, fresh)
                    fresh.replace(kept)
            _say(f"{name}: {state or 'the same'}")
    if not check:
        for old in REFERENCES.glob("*.png"):
            if old.stem not in names():
                old.unlink()
                _say(f"{old.stem}: there is no such screen any more, removed")
    total = sum(file.stat().st_size for file in REFERENCES.glob("*.png"))
    _say(f"{len(list(REFERENCES.glob('*.png')))} pictures, {total // 1000} kB of {MOST_BYTES // 1000}")
    return 1 if any(told.values()) or total > MOST_BYTES or not told else 0


def _state(picture: Image.Image, kept: Path) -> str:
    """What is new about a picture, empty when it shows the same."""
    if not kept.exists():
        return "new"
    with Image.open(kept) as reference:
        found = compare(picture, reference)
    return "" if found.same else f"changed, {found.blocks} blocks in {found.where}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


__all__ = ["PLANTED", "REFERENCES", "main", "names", "render"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
