"""The bridge to Gradio: its import, its theme, its events and updates. Imported by `app.py` alone."""

from __future__ import annotations

from qa.web.widgets.actions import LABELS, Actions
from qa.web.widgets.gradio_import import gr
from qa.web.widgets.wiring import guarded, speaking, theme

__all__ = ["LABELS", "Actions", "gr", "guarded", "speaking", "theme"]
