# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Find out which rule the calls to a phone number reach."""

from __future__ import annotations

import typing as t

from .._validate.patterns import takes_number

Row = t.Mapping[str, t.Any]


def numbers_by_rule(phone_numbers: t.Iterable[Row], applications: t.Iterable[Row]) -> t.Dict[int, t.Tuple[str, ...]]:
    """Return the phone numbers of each rule, by the ids of rules.

    A number that is bound to an application without a rule reaches the first rule that takes it. The key of numbers
    that reach no rule, or of which it is not known whether an earlier rule takes them, is 0.

    :arg phone_numbers: as returned by vox_phone_number_info
    :arg applications: as returned by vox_application_info, with their rules
    """
    rules = {application["application_id"]: application["rules"] for application in applications}
    numbers: t.Dict[int, t.Tuple[str, ...]] = {}
    for row in phone_numbers:
        rule_id = row["rule_id"] or _matching_rule(row["phone_number"], rules.get(row["application_id"], ()))
        numbers[rule_id] = (*numbers.get(rule_id, ()), row["phone_number"])
    return numbers


def _matching_rule(number: str, rules: t.Iterable[Row]) -> int:
    for rule in rules:
        takes = takes_number(number, rule["rule_pattern"], rule["rule_pattern_exclude"], rule["video_conference"])
        if takes is not False:
            return int(rule["rule_id"]) if takes else 0
    return 0
