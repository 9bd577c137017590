"""Gradio, imported without a call home, in two thirds of the time: `from qa.web.widgets.gradio_import import gr`.

For each component class, Gradio parses its source and writes a stub file for code editors beside it, at every import.
That is a third of its import time, of no use to a running program, and a write into what may be a read-only
installation; so the function that does it is replaced before the components are defined.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

__all__ = ["gr"]

# Before Gradio is imported: it asks for updates and counts starts otherwise.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

_MODULE, _FUNCTION = "gradio.component_meta", "create_or_modify_pyi"


class _WithoutStubs(Loader):
    """Runs the module as its own loader would, then takes the writing of stubs out of it."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        if hasattr(module, _FUNCTION):
            setattr(module, _FUNCTION, lambda *_: None)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if fullname == _MODULE else None
        if spec is not None and spec.loader is not None:
            spec.loader = _WithoutStubs(spec.loader)
        return spec


if "gradio" in sys.modules:
    import gradio as gr
else:
    _finder = _Finder()
    sys.meta_path.insert(0, _finder)
    # Thousands of classes are made and kept: looking for garbage among them takes a tenth of the time.
    _collects = gc.isenabled()
    gc.disable()
    try:
        import gradio as gr
    finally:
        sys.meta_path.remove(_finder)
        if _collects:
            gc.enable()
