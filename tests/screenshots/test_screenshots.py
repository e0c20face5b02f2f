"""Every screen looks as it was kept: both languages, light and dark, 1280×720, from the sample team on a fixed day.

After a wanted change: `python -m tests.screenshots.renew`, and look at what it changed.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.screenshots.compare import FEW, beside, compare, shrink
from tests.screenshots.renew import MOST_BYTES, PLANTED, REFERENCES, ROOT, names, render

RENEW = "python -m tests.screenshots.renew"
SEEN = ROOT / "build" / "screenshots"
CARDS = ("today", "one_on_ones", "reviews", "data", "preferences")


@pytest.fixture(scope="session")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("screens")
    return folder, render(folder)


def kept(name: str) -> Image.Image:
    file = REFERENCES / f"{name}.png"
    assert file.exists(), f"no picture of {name} is kept: {RENEW}"
    return Image.open(file)


@pytest.mark.parametrize("name", names())
def test_that_a_screen_looks_as_it_was_kept(taken: tuple[Path, dict[str, str]], name: str) -> None:
    folder, told = taken
    assert told[name] == ""
    with Image.open(folder / f"{name}.png") as picture, kept(name) as reference:
        found = compare(picture, reference)
        if not found.same:
            SEEN.mkdir(parents=True, exist_ok=True)
            beside(picture, reference).save(SEEN / f"{name}.png")
        assert found.same, (
            f"{found.blocks} blocks differ in {found.where}; look at build/screenshots/{name}.png, then {RENEW} if it is meant"
        )


@pytest.mark.parametrize("key", CARDS)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_that_a_hidden_card_is_caught(taken: tuple[Path, dict[str, str]], key: str, language: str) -> None:
    folder, _told = taken
    with Image.open(folder / f"{PLANTED}-{key}-{language}-dark.png") as picture, Image.open(folder / f"{key}-{language}-dark.png") as whole:
        found = compare(picture, shrink(whole))
    assert not found.same
    assert found.blocks > 3 * FEW


@pytest.mark.parametrize("name", ["today-zh_CN-light", "reviews-en-dark", "preferences-en-light"])
def test_that_a_missing_word_and_another_size_are_caught_and_a_soft_edge_is_not(taken: tuple[Path, dict[str, str]], name: str) -> None:
    with Image.open(taken[0] / f"{name}.png") as opened:
        picture = opened.convert("RGB")
    reference = shrink(picture)
    assert compare(picture, reference).same
    blotted = picture.copy()
    title = (216, 44, 290, 72)  # the first letters of the title
    ImageDraw.Draw(blotted).rectangle(title, fill=picture.getpixel((title[0] - 4, title[1])))
    found = compare(blotted, reference)
    assert not found.same
    assert found.where is not None
    assert found.where[0] <= title[2]
    assert found.where[1] <= title[3]
    softened = Image.blend(
        picture, picture.transform(picture.size, Image.Transform.AFFINE, (1, 0, 0.5, 0, 1, 0), Image.Resampling.BILINEAR), 0.5
    )
    assert compare(softened, reference).same
    assert not compare(picture.resize((1281, 721)), reference).same


def test_that_the_kept_pictures_are_few_and_small() -> None:
    files = list(REFERENCES.glob("*.png"))
    assert {file.stem for file in files} == set(names())
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
