# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run an emulator in the foreground until SIGTERM or SIGINT, or in the background until it is stopped."""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib
import signal
import sys
import threading
import typing as t

from .server import ensure, process
from .server.site import Site
from .state import settings, switches

if t.TYPE_CHECKING:
    import collections.abc as c


def _switch(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    problem = switches.validate(name, value) if equals else "a switch is NAME=VALUE"
    if problem:
        raise argparse.ArgumentTypeError(problem)
    return name, value


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command's options."""
    options = argparse.ArgumentParser(prog="emulator.py", description=__doc__)
    options.add_argument("--data-dir", type=pathlib.Path, required=True, help="directory for all files")
    options.add_argument("--port", type=int, default=0, help="port of the API, on 127.0.0.1; 0 selects any free port")
    options.add_argument(
        "--media-port",
        type=int,
        default=0,
        help="port of media sessions over http, the next is https; 0 selects any two free ports",
    )
    options.add_argument("--tls", action="store_true", help="serve the API over https, as localhost")
    options.add_argument("--latency-ms", type=float, help="milliseconds that each API call waits")
    options.add_argument(
        "--switch", type=_switch, action="append", default=[], metavar="NAME=VALUE", help="set a switch"
    )
    mode = options.add_mutually_exclusive_group()
    mode.add_argument("--background", action="store_true", help="return as soon as the emulator answers")
    mode.add_argument("--status", action="store_true", help="print as JSON where the emulator is, or null if none runs")
    mode.add_argument("--stop", action="store_true", help="stop the emulator that uses the data directory")
    mode.add_argument(
        "--ensure", choices=("started", "stopped"), help="start, set up or stop the emulator if necessary; print JSON"
    )
    options.add_argument(
        "--setup", default="{}", metavar="JSON", help="with --ensure: the setup; - reads it from stdin"
    )
    options.add_argument("--check", action="store_true", help="with --ensure: change nothing")
    return options


def main(arguments: c.Sequence[str] | None = None) -> int:
    """Run, start or stop an emulator; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser().parse_args(given)
    directory: pathlib.Path = options.data_dir.absolute()
    try:
        _run(directory, options, given)
    except (OSError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _run(directory: pathlib.Path, options: argparse.Namespace, given: list[str]) -> None:
    if options.status:
        print(json.dumps(process.without_secrets(process.running_endpoint(directory))))
    elif options.stop:
        print("stopped" if process.stop(directory) else "there was none")
    elif options.background:
        command = process.this_command([argument for argument in given if argument != "--background"])
        print(json.dumps(process.without_secrets(process.start(command, directory))))
    elif options.ensure:
        outcome = _ensure(directory, options)
        shown = dataclasses.replace(outcome, endpoint=process.without_secrets(outcome.endpoint))
        print(json.dumps(dataclasses.asdict(shown)))
    else:
        _serve(directory, options)


def _ensure(directory: pathlib.Path, options: argparse.Namespace) -> ensure.Outcome:
    if options.ensure == "stopped":
        return ensure.stop(directory, check=options.check)
    ports = ["--port", str(options.port), "--media-port", str(options.media_port)]
    tls = ["--tls"] if options.tls else []
    command = process.this_command(["--data-dir", str(directory), *ports, *tls])
    setup = json.loads(sys.stdin.read() if options.setup == "-" else options.setup)
    desired = ensure.Desired(options.port, options.media_port, options.tls, command, setup)
    return ensure.start(directory, desired, check=options.check)


def _serve(directory: pathlib.Path, options: argparse.Namespace) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    site = Site(directory, port=options.port, media_port=options.media_port, tls=options.tls)
    switches.save(site.store, dict(options.switch))
    if options.latency_ms is not None:
        settings.set_latency_ms(site.store, options.latency_ms)
    site.start()
    print(f"The emulator answers at {site.endpoint()['api_url']}", flush=True)
    stop.wait()
    site.stop()
