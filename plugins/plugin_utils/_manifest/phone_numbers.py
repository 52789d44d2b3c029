# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find mistakes in the phone numbers of applications."""

from __future__ import annotations

import typing as t

from ...module_utils._api.errors import InputError
from ...module_utils._objects.models import short_name_of
from ...module_utils._objects.names import is_same_name, matches
from ...module_utils._objects.phone_numbers import digits_of, number_matches
from .document import Document, Mistake, Path, entries, items
from .names import Ignored, name_of
from .substitutions import suggest


def number_mistakes(document: Document, ignored: Ignored) -> t.List[Mistake]:
    """Find what is not a phone number or URL, is declared more than once or is ignored, and undeclared rules."""
    return [*_wrong_numbers(document, ignored), *_wrong_rules(document, ignored), *_wrong_urls(document)]


def written_number(entry: t.Mapping[str, t.Any]) -> t.Optional[str]:
    """Return the number of an entry as it is written; C(None) if it is not one.

    In the options of a task, a template can make an integer of a number.
    """
    number = entry.get("number")
    return str(number) if isinstance(number, (str, int)) and not isinstance(number, bool) else None


def _wrong_numbers(document: Document, ignored: Ignored) -> t.Iterator[Mistake]:
    first: t.Dict[str, Path] = {}
    for path, entry, _application in entries(document.value, "phone_numbers"):
        written, place = written_number(entry), (*path, "number")
        if written is None:
            continue
        try:
            digits = digits_of(written)
        except InputError:
            yield document.mistake(place, f"{written!r} is not a phone number; write its digits, such as '12025550100'")
            continue
        if digits in first:
            before = document.place(first[digits])
            yield document.mistake(place, f"the phone number {digits} is declared more than once, first {before}")
        if number_matches(digits, ignored.get("phone_numbers", ())):
            yield document.mistake(place, f"{digits!r} is declared, but ignore.phone_numbers matches it")
        first.setdefault(digits, place)


def _wrong_rules(document: Document, ignored: Ignored) -> t.Iterator[Mistake]:
    """Find rules that are empty, or that the application does not declare, if it declares any."""
    for path, entry, application in entries(document.value, "phone_numbers"):
        rule = entry.get("rule")
        if rule == "":
            yield document.mistake((*path, "rule"), "must not be empty")
        if not isinstance(rule, str) or not rule or application.get("rules") is None:
            continue
        names = [name for name in map(name_of, items(application, "rules")) if name is not None]
        owner = short_name_of(name_of(application) or "")
        is_declared = any(is_same_name(rule, name) for name in names)
        if not is_declared and not matches(f"{owner}/{rule}", ignored.get("rules", ())):
            message = f"the application declares no rule {rule!r}{suggest(rule, names)}"
            yield document.mistake((*path, "rule"), message)


def _wrong_urls(document: Document) -> t.Iterator[Mistake]:
    """Find URLs with line ends."""
    for path, entry, _application in entries(document.value, "phone_numbers"):
        url = entry.get("incoming_sms_callback_url")
        if isinstance(url, str) and not url.isprintable():
            place = (*path, "incoming_sms_callback_url")
            yield document.mistake(place, "must not contain line ends or other control characters")
