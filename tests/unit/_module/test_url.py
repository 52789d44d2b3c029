# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses of the API that credentials may be sent to."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._module.runner import check_url


@pytest.mark.parametrize(
    "url",
    [
        "https://api.test",
        "https://api.test:8443/platform_api",
        "http://127.0.0.1:8080/x",
        "http://127.9.9.9",
        "http://[::1]:8080",
        "http://localhost",
    ],
)
def test_url_when_credentials_may_go_there_then_only_trailing_slashes_are_removed(url: str) -> None:
    assert check_url(url) == url
    assert check_url(f"{url}//") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.test",
        "ftp://api.test",
        "https://",
        "https:///x",
        "https://user:s3cret@api.test",
        "https://:s3cret@api.test",
        "https://user@api.test",
        "https://api.test?key=s3cret",
        "https://api.test#x",
        "https://api.test:0",
        "https://api.test:99999",
        "https://api.test:x",
        "https://[::1",
        "http://api.test",
        "http://10.0.0.1",
        "http://localhost.api.test",
        "http://127.0.0.1.api.test",
    ],
)
def test_url_when_credentials_may_not_go_there_then_it_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(errors.InputError) as caught:
        check_url(url)
    assert caught.value.field == "api_url"
    assert "s3cret" not in str(caught.value)
