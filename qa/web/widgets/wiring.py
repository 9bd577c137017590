"""Small bridges between the actions and Gradio; imported by `app.py` alone, since it imports Gradio."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from index.types import Language
from qa.web.server import ApiFault, log_unexpected
from qa.web.strings import both, words
from qa.web.widgets.gradio_import import gr

# Fonts that are on people's machines; none is fetched. A Chinese face stands in every list.
SANS = (
    "-apple-system", "Segoe UI", "Roboto", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC",
    "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "system-ui",
    "sans-serif",
)  # fmt: skip
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Noto Sans Mono CJK SC", "monospace")
# Cinnabar, the red of a seal, from its palest to its darkest.
_CINNABAR = {
    "c50": "#fbf3f1", "c100": "#f6e3de", "c200": "#ecc5bc", "c300": "#dfa092", "c400": "#cd7463", "c500": "#b9503f",
    "c600": "#a63a2b", "c700": "#8a2f24", "c800": "#6f2820", "c900": "#5b231d", "c950": "#33110d",
}  # fmt: skip
_RESULT, _GOAL, _FORECAST = "#d0614f", "#3f93a3", "#b08a2e"


def theme() -> Any:
    """The page's theme: warm greys, one red, system fonts."""
    red = gr.themes.Color(name="cinnabar", **_CINNABAR)
    return gr.themes.Base(
        primary_hue=red, secondary_hue=red, neutral_hue=gr.themes.colors.stone, text_size=gr.themes.sizes.text_md,
        radius_size=gr.themes.sizes.radius_md, font=list(SANS), font_mono=list(MONO),
    ).set(
        body_background_fill="#faf9f7", body_background_fill_dark="#191715", body_text_color="#262220",
        body_text_color_dark="#ebe6e0", background_fill_primary="#ffffff", background_fill_primary_dark="#211e1c",
        background_fill_secondary="#f4f1ed", background_fill_secondary_dark="#2a2623",
        border_color_primary="#e3ddd6", border_color_primary_dark="#3d3733", block_background_fill="#ffffff",
        block_background_fill_dark="#211e1c", block_shadow="none", block_border_width="1px",
        input_border_width="1px", input_border_color="#e3ddd6", input_border_color_dark="#3d3733",
        input_background_fill="#ffffff", input_background_fill_dark="#26221f",
        button_primary_background_fill="*primary_600", button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_600", button_primary_text_color="#ffffff",
        button_secondary_background_fill="#ffffff", button_secondary_background_fill_dark="#2a2623",
        button_secondary_border_color="#e3ddd6", button_secondary_border_color_dark="#3d3733",
    )  # fmt: skip


def chart_colours(language: Language) -> dict[str, str]:
    """The colour of each kind of value in the chart, by its word."""
    pairs = (("result", _RESULT), ("goal", _GOAL), ("forecast", _FORECAST))
    return {words(f"nature_{nature}", language): colour for nature, colour in pairs}


def data_of(event: gr.EventData) -> dict[str, Any]:
    """What a click in rendered HTML said; anything else than an object counts as nothing."""
    data = getattr(event, "_data", None)
    return data if isinstance(data, dict) else {}


def _fault(name: str) -> Exception:
    number = log_unexpected(name)
    return gr.Error(both("error_number", number=number), print_exception=False)  # type: ignore[no-any-return]


def guarded(action: Callable[..., Any]) -> Callable[..., Any]:
    """An action whose unforeseen errors reach the reader as one sentence with a number, and the log as a traceback."""
    if inspect.isgeneratorfunction(action):

        @wraps(action)
        def steps(*given: Any) -> Iterator[Any]:
            try:
                yield from action(*given)
            except Exception:
                raise _fault(action.__name__) from None

        return steps

    @wraps(action)
    def once(*given: Any) -> Any:
        try:
            return action(*given)
        except Exception:
            raise _fault(action.__name__) from None

    return once


def speaking(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function for programs whose refusals reach the caller in words."""

    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        try:
            return function(*given, **named)
        except ApiFault as fault:
            raise gr.Error(str(fault), print_exception=False) from None
        except Exception:
            raise _fault(function.__name__) from None

    return call
