# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command: an emulator in the foreground until SIGTERM or SIGINT, or in the background until it is stopped."""

from __future__ import annotations

import argparse
import pathlib
import signal
import sys
import threading
import typing as t

from . import background, settings, switches
from .site import Site

if t.TYPE_CHECKING:
    import collections.abc as c


def _switch(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    wrong = switches.problem(name, value) if equals else "a switch is NAME=VALUE"
    if wrong:
        raise argparse.ArgumentTypeError(wrong)
    return name, value


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(prog="emulator.py", description=__doc__)
    options.add_argument("--data-dir", type=pathlib.Path, required=True, help="directory that holds everything")
    options.add_argument("--port", type=int, default=0, help="port of the API, on 127.0.0.1; 0 is any")
    options.add_argument(
        "--media-port", type=int, default=0, help="port of media sessions over http, the next is https; 0 is any"
    )
    options.add_argument("--tls", action="store_true", help="serve the API over https, as localhost")
    options.add_argument("--latency-ms", type=float, help="milliseconds that each API call waits")
    options.add_argument(
        "--switch", type=_switch, action="append", default=[], metavar="NAME=VALUE", help="set a switch"
    )
    mode = options.add_mutually_exclusive_group()
    mode.add_argument("--background", action="store_true", help="return as soon as the emulator answers")
    mode.add_argument("--status", action="store_true", help="say as JSON where the emulator is, null if it is not")
    mode.add_argument("--stop", action="store_true", help="stop the emulator that uses the data directory")
    return options


def main(arguments: c.Sequence[str] | None = None) -> int:
    """Run, start or stop an emulator; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = parser().parse_args(given)
    directory: pathlib.Path = wanted.data_dir.absolute()
    try:
        if wanted.status:
            print(background.without_secrets(background.running(directory)))
        elif wanted.stop:
            print("stopped" if background.stop(directory) else "there was none")
        elif wanted.background:
            command = background.this_command([one for one in given if one != "--background"])
            print(background.without_secrets(background.start(command, directory)))
        else:
            _serve(directory, wanted)
    except (OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _serve(directory: pathlib.Path, wanted: argparse.Namespace) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    site = Site(directory, port=wanted.port, media_port=wanted.media_port, tls=wanted.tls)
    switches.save(site.store, dict(wanted.switch))
    if wanted.latency_ms is not None:
        settings.set_latency_ms(site.store, wanted.latency_ms)
    site.start()
    print(f"The emulator answers at {site.endpoint()['api_url']}", flush=True)
    stop.wait()
    site.stop()
