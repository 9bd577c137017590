"""A folder of articles becomes the next generation of an index."""

from __future__ import annotations

from index.build.build import BuildReport, build_index, needs_build
from index.build.plan import same_reading
from index.build.publish import generation_in_use
from index.build.watch import watch

__all__ = ["BuildReport", "build_index", "generation_in_use", "needs_build", "same_reading", "watch"]
