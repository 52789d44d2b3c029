# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The base of actions that read a project on the controller."""

from __future__ import annotations

import os
import typing as t

from ...module_utils._api.errors import InputError
from ...module_utils._module.account_spec import OBJECTS
from ...module_utils._module.argument_spec import ONE_PROJECT
from ...module_utils._module.strings import check_strings
from .._controller.conversion import as_list, as_mapping
from .._controller.files import failure, find_path, option_errors
from .._controller.in_process import InProcessAction
from .._controller.texts import check_script
from .document import Mistake, key_text, pluralize
from .project import Given, Project, read_manifest, read_options
from .schema import IGNORABLE, SECRET_KEYS, USER_KEYS
from .sources import Roots, read_source

Arguments = t.Dict[str, t.Any]

INLINE_OPTIONS = ("scenarios", "applications")
NO_MANIFEST = "Create it (voximplant.platform.export writes one), or set the option manifest to its path."
_LISTS = ("rules", "phone_numbers", "users")
_KEYS = {
    "secrets": (SECRET_KEYS, "values are given with the option secret_values"),
    "users": (USER_KEYS, "passwords are given with the option user_passwords"),
}


class ProjectAction(InProcessAction):
    """Reads a project as the options of the task say."""

    def take_project(self, arguments: Arguments) -> Project:
        """Read the project, and remove the options that describe it.

        :raises AnsibleActionFail: when an option is wrong; what is wrong in the project is in its mistakes
        """
        _check_mappings(arguments)
        given, manifest = self._take_given(arguments), arguments.pop("manifest", None)
        if manifest is not None:
            for option in INLINE_OPTIONS:
                if option in arguments:
                    raise failure(f"parameters are mutually exclusive: manifest|{option}")
            return self._manifest(manifest, given)
        options = {option: arguments.pop(option) for option in INLINE_OPTIONS if option in arguments}
        if not options and given.scenarios_dir is None:  # not an empty project: prune would delete the account
            raise failure(f"one of the following is required: {', '.join(ONE_PROJECT)}")
        return self._options(options, given)

    def _take_given(self, arguments: Arguments) -> Given:
        directory = arguments.pop("scenarios_dir", None)
        roots = as_list(arguments.pop("src_roots", None), "src_roots")
        return Given(
            as_mapping(arguments.pop("substitutions", None), "substitutions"),
            _ignored_names(arguments.pop("ignore", None)),
            None if directory is None else (self._directory("scenarios_dir", directory), directory),
            tuple(self._directory("src_roots", root) for root in roots),
        )

    def _directory(self, option: str, name: t.Any) -> str:
        path = find_path(self, option, name)
        if not os.path.isdir(path):
            raise failure(f"{option}: {path} is not a directory.")
        return path

    def _manifest(self, name: t.Any, given: Given) -> Project:
        path = find_path(self, "manifest", name, NO_MANIFEST)
        with option_errors("manifest"):
            content = read_source(self._loader, path)
        return read_manifest(name, path, content, self._read, given)

    def _options(self, options: Arguments, given: Given) -> Project:
        """Read the options that are the keys of a manifest; files are looked for as those of other options."""
        try:
            check_strings(OBJECTS, options)
        except InputError as error:
            raise failure(str(error)) from None
        for number, values in enumerate(options.get("scenarios", ())):
            check_script(f"scenarios[{number}].script", values.get("script"))
        paths = {
            number: find_path(self, f"scenarios[{number}].src", values["src"])
            for number, values in enumerate(options.get("scenarios", ()))
            if values.get("src") is not None
        }
        return read_options(options, paths, self._read, given)

    def _read(self, path: str, roots: t.Optional[Roots]) -> str:
        return read_source(self._loader, path, roots)


def failure_message(mistakes: t.Sequence[Mistake]) -> str:
    """Write mistakes as the message of a failed task."""
    return "\n".join([f"{pluralize(len(mistakes), 'mistake')} in the project; nothing was sent.", *map(str, mistakes)])


def _check_mappings(arguments: Arguments) -> None:
    """Refuse options that are not lists of mappings.

    AnsibleModule would refuse them as well, but before it knows which values are secret: its result would show them.
    """
    lists = {option: arguments.get(option) for option in INLINE_OPTIONS}
    applications = arguments.get("applications", [])
    if _is_list_of_mappings(applications):
        for number, application in enumerate(applications):
            for kind in _LISTS:
                lists[f"applications[{number}].{kind}"] = application.get(kind)
            lists[f"applications[{number}].secrets"] = _without_names(application.get("secrets"))
    for option, value in lists.items():
        if value is not None and not _is_list_of_mappings(value):
            raise failure(f"{option} is not a list of dictionaries.")
    _check_keys(applications)


def _without_names(secrets: t.Any) -> t.Any:
    """Return secrets without those that are only names."""
    return [item for item in secrets if not isinstance(item, str)] if isinstance(secrets, list) else secrets


def _check_keys(applications: t.Sequence[t.Mapping[str, t.Any]]) -> None:
    """Refuse values and passwords where only names belong; AnsibleModule's message would come with all options."""
    for number, application in enumerate(applications):
        for kind, (known, option) in _KEYS.items():
            for index, item in enumerate(application.get(kind) or ()):
                unknown = sorted(str(key) for key in item if key not in known) if isinstance(item, dict) else ()
                if unknown:
                    place = key_text(("applications", number, kind, index))
                    raise failure(
                        f"{place} has unknown keys: {', '.join(unknown)}. The keys are {', '.join(known)}; {option}."
                    )


def _is_list_of_mappings(value: t.Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _ignored_names(value: t.Any) -> t.Dict[str, t.List[str]]:
    ignored = as_mapping(value, "ignore")
    unknown = sorted(str(key) for key in ignored if key not in IGNORABLE)
    if unknown:
        raise failure(f"ignore has unknown keys: {', '.join(unknown)}. The keys are {', '.join(IGNORABLE)}.")
    return {kind: as_list(globs, f"ignore.{kind}") for kind, globs in ignored.items()}
