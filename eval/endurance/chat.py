"""Kill the chat while it indexes, opens and answers, and look at what is left.

    python -m eval.endurance.chat --kills 10

Each trial changes a small folder of articles and starts `wenyu chat` over it, which builds first. Somebody asks as soon
as the page answers; at a random moment the process is killed (SIGKILL). Then the index must be the one from before or
the one from after, whole, and no process of the chat may be left over. Needs a system with /proc (Linux).
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from eval.endurance.kill import Builder, Tally, Trials, on_disk

# How long the chat may take to open, and its children to end after it, in seconds.
_OPENS_S, _ENDS_S = 90.0, 15.0


@dataclass
class Asked:
    """What became of the questions: answers with a quote of an article, and questions that had no answer."""

    proved: int = 0
    unanswered: int = 0
    faults: list[str] = field(default_factory=list)


def start(articles: Path, index_dir: Path, port: int) -> subprocess.Popen[bytes]:
    """A chat over the folder, in a session of its own."""
    environment = os.environ | {"WENYU_ARTICLES_DIR": str(articles), "GRADIO_ANALYTICS_ENABLED": "False"}
    command = [sys.executable, "-m", "qa.cli", "chat", "--index", str(index_dir), "--port", str(port)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)


def answers(port: int, articles: Path, asked: Asked, stop: threading.Event) -> None:
    """Ask until told to stop; every quote must stand in its file."""
    from gradio_client import Client

    try:
        client = Client(f"http://127.0.0.1:{port}", verbose=False, analytics_enabled=False)
    # The chat may be killed at any moment: then the client fails in ways of its own.
    except Exception:
        return
    for number in range(10_000):
        if stop.is_set():
            return
        try:
            told = client.predict(f"第{number % 12}区2024年整车产量是多少", api_name="/ask_articles")
        except Exception:
            asked.unanswered += 1
            return
        for quote in told.get("citations", []):
            with suppress(OSError):
                held = quote["quote"] in (articles / quote["source"]).read_text(encoding="utf-8")
                asked.proved += held
                if not held:
                    asked.faults.append(f"a quote does not stand in {quote['source']}")


def opened(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the page answers; False when the chat ended or took too long."""
    until = time.monotonic() + _OPENS_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                return bool(page.status == 200)
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def left_over(session: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == session and fields[0] != "Z":
                    found.append(int(entry.name))
    return found


@contextmanager
def killed_at_last(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whatever happens, nothing of the chat stays."""
    try:
        yield
    finally:
        for one in left_over(process.pid):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        process.wait()


def run(kills: int, seed: int, home: Path, builder: Builder) -> tuple[Tally, Asked]:
    """`kills` trials; every second one is killed while the chat starts and builds, the others while it answers."""
    dice, asked = random.Random(seed), Asked()
    began = time.monotonic()
    trials = Trials(home, builder, seed)
    trials.build()
    builder.close()
    for number in range(kills):
        before = trials.known()
        trials.change()
        port = free_port()
        process = start(trials.articles, trials.index_dir, port)
        with killed_at_last(process):
            if number % 2:
                time.sleep(dice.uniform(0.2, 5.0))
            elif opened(port, process):
                stop = threading.Event()
                asking = threading.Thread(target=answers, args=(port, trials.articles, asked, stop), daemon=True)
                asking.start()
                time.sleep(dice.uniform(1.0, 6.0))
                stop.set()
            else:
                asked.faults.append("the chat did not open")
            process.kill()
            process.wait()
            trials.tally.kills += 1
            until = time.monotonic() + _ENDS_S
            while left_over(process.pid) and time.monotonic() < until:
                time.sleep(0.1)
            if left_over(process.pid):
                asked.faults.append(f"{len(left_over(process.pid))} processes of the chat were left over")
        trials.judge(before, on_disk(trials.articles))
    trials.tally.seconds = time.monotonic() - began
    return trials.tally, asked


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m eval.endurance.chat", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="wenyu-chat-") as home:
        tally, asked = run(options.kills, options.seed, Path(home), Builder())
    print("\n".join(tally.lines()).replace("builds killed", "chats killed"))
    print(f"quotes that stand in their files: {asked.proved}; questions cut off: {asked.unanswered}")
    print("\n".join(asked.faults))
    return 1 if tally.faults or asked.faults else 0


if __name__ == "__main__":
    sys.exit(main())
