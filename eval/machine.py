"""The machine a measurement was made on, without names of hosts, users or folders; memory and sizes on disk."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PARTS = ("numpy", "faiss-cpu", "bm25s", "jieba", "tokenizers", "sentence-transformers")


def processor() -> str:
    """The processor's model name, as far as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(("model name", "Model")):
                return " ".join(line.partition(":")[2].split())
    except OSError:
        pass
    return platform.processor() or platform.machine()


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_gib() -> float:
    """Main memory; 0.0 when the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return 0.0


def describe() -> dict[str, object]:
    """Processor, cores, memory, system, Python, and the versions that speed depends on."""
    return {
        "processor": processor(), "cores": cores(), "memory_gib": round(memory_gib(), 1),
        "system": f"{platform.system()} {platform.machine()}", "python": platform.python_version(),
        "versions": {name: _version(name) for name in PARTS},
    }  # fmt: skip


def sentence() -> str:
    """The machine in one line."""
    gib = memory_gib()
    memory = f", {gib:.0f} GiB" if gib else ""
    return f"{processor()}, {cores()} cores{memory}, {platform.system()}, Python {platform.python_version()}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def peak_mib() -> float:
    """The most memory this process has held so far, in MiB; 0.0 when the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def held_mib() -> float:
    """The memory this process holds now, in MiB; 0.0 when the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0


def folder_bytes(folder: Path) -> int:
    """The size of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
