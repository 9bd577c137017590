"""The pictures of the documentation, taken from the running page: `python -m eval.screenshots`.

Comes in: the article folder (default `seeds/`) and a folder for the pictures (default `docs/pictures/`). Goes out: one
PNG a shot. Needs Playwright's Python client and a Chromium on the machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from index.errors import WenYuError
from index.settings import load_settings

_BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
_DESKTOP, _PHONE = (1280, 860), (390, 844)
# Time for scrolling and fading to end.
_REST_MS = 900


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the page's language, window and scheme, the questions asked, and what is done then."""

    name: str
    language: str
    size: tuple[int, int]
    scheme: str
    questions: tuple[str, ...]
    then: str = ""


OUTPUT_ZH, OUTPUT_EN = "两江新区2024年整车产量是多少？", "What was the vehicle output of Liangjiang New Area in 2024?"
SHOTS = (
    Shot("start-zh", "zh", _DESKTOP, "light", ()),
    Shot("start-en", "en", _DESKTOP, "light", ()),
    Shot("desktop-zh", "zh", _DESKTOP, "light", (OUTPUT_ZH,)),
    Shot("desktop-en", "en", _DESKTOP, "light", (OUTPUT_EN,)),
    Shot("desktop-zh-dark", "zh", _DESKTOP, "dark", (OUTPUT_ZH,)),
    Shot("desktop-en-dark", "en", _DESKTOP, "dark", (OUTPUT_EN,)),
    Shot("years-zh", "zh", _DESKTOP, "light", ("重庆规上工业总产值历年是多少？",), "chart"),
    Shot("years-en-dark", "en", _DESKTOP, "dark", ("How did Chongqing's gross industrial output develop?",), "chart"),
    Shot("refusal-zh", "zh", _DESKTOP, "light", ("两江新区2019年整车产量是多少？",)),
    Shot("refusal-en", "en", _DESKTOP, "light", ("What was the population of Beijing in 2024?",)),
    Shot("articles-zh", "zh", _DESKTOP, "light", (), "articles"),
    Shot("articles-en-dark", "en", _DESKTOP, "dark", (), "articles"),
    Shot("phone-zh", "zh", _PHONE, "light", (OUTPUT_ZH,)),
    Shot("phone-source-zh", "zh", _PHONE, "light", (OUTPUT_ZH,), "open"),
    Shot("phone-en-dark", "en", _PHONE, "dark", (OUTPUT_EN,)),
)


def _chart(page: Any) -> None:
    page.wait_for_selector("#wy-plot canvas, #wy-plot svg.marks", timeout=15_000)
    page.locator("#wy-time").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 140)")


def _open(page: Any) -> None:
    page.locator(".wy-mark").first.click()
    page.wait_for_selector("#wy-pane #wy-hit")


def _articles(page: Any) -> None:
    page.get_by_role("tab").nth(1).click()
    page.locator("#wy-articles [data-act=read]").nth(1).click()
    page.wait_for_selector("#wy-articles-pane .wy-article")


_THEN: dict[str, Callable[[Any], None]] = {"chart": _chart, "open": _open, "articles": _articles}


def take(browser: Any, url: str, shot: Shot, out: Path) -> Path:
    """Take one picture of the page at `url`; returns its file."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=shot.scheme,
        locale="zh-CN" if shot.language == "zh" else "en-GB", device_scale_factor=1 if width > 600 else 2,
    )  # fmt: skip
    try:
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector(".wy-empty")
        for number, question in enumerate(shot.questions, 1):
            page.fill("#wy-ask textarea", question)
            page.press("#wy-ask textarea", "Enter")
            page.wait_for_selector(f"#wy-turn-{number} .wy-foot, #wy-turn-{number} .wy-error")
        if shot.then:
            _THEN[shot.then](page)
        page.wait_for_timeout(_REST_MS)
        path = out / f"{shot.name}.png"
        page.screenshot(path=str(path))
        _shrink(path)
        return path
    finally:
        context.close()


def _shrink(path: Path) -> None:
    """Keep a picture small: a page has few colours, so 256 of them show it faithfully."""
    image = import_module("PIL.Image")
    with image.open(path) as picture:
        reduced = picture.convert("RGB").quantize(256, image.Quantize.MAXCOVERAGE, kmeans=3, dither=image.Dither.NONE)
    reduced.save(path, optimize=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _chromium(playwright: Any) -> Any:
    found = next((path for path in _BROWSERS if os.access(path, os.X_OK)), shutil.which("chromium"))
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])


def take_all(articles: Path, out: Path, shots: Sequence[Shot]) -> list[Path]:
    """Index the articles in a temporary folder, open the page on them and take the pictures."""
    chat = import_module("app")
    sync_playwright = import_module("playwright.sync_api").sync_playwright
    settings = load_settings()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        index_dir = Path(temporary) / "index"
        import_module("index.build.build").build_index(articles, index_dir, settings=settings)
        running = chat.start(index_dir, articles, host="127.0.0.1", port=_free_port(), settings=settings)
        try:
            with sync_playwright() as playwright:
                browser = _chromium(playwright)
                return [take(browser, running.url, shot, out) for shot in shots]
        finally:
            running.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Exit code 1 when the pictures cannot be taken."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.screenshots", description="Take the documentation's pictures."
    )
    parser.add_argument("--articles", type=Path, default=Path("seeds"), help="the article folder")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"), help="where the pictures go")
    parser.add_argument("--only", default="", help="only the shots whose name holds this")
    given = parser.parse_args(arguments)
    try:
        paths = take_all(given.articles, given.out, [shot for shot in SHOTS if given.only in shot.name])
    except ImportError as error:
        print(f"the pictures need Playwright's Python client ({error}); install the extra `dev`.", file=sys.stderr)
        return 1
    except WenYuError as error:
        print(f"no pictures: {error}", file=sys.stderr)
        return 1
    for path in paths:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
