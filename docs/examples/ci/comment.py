# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Post a report as the one comment on a merge request, or update the comment that an earlier pipeline has posted.

    COMMENT_TOKEN=... python3 comment.py plan.md URL

URL is the list of the comments in the API of GitLab or GitHub, without a query:

    https://gitlab.example.com/api/v4/projects/1/merge_requests/2/notes
    https://api.github.com/repos/example/voice/issues/2/comments
"""

from __future__ import annotations

import itertools
import json
import os
import pathlib
import sys
import urllib.request

MARK = "### Voximplant: "  # every report begins with it
PAGE = 100


def call(method, url, content=None):
    """Return the response to a request."""
    headers = {"Authorization": f"Bearer {os.environ['COMMENT_TOKEN']}", "Content-Type": "application/json"}
    body = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(url, body, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def find_comment(url):
    """Return the comment that an earlier pipeline has posted, if there is one."""
    for page in itertools.count(1):
        comments = call("GET", f"{url}?per_page={PAGE}&page={page}")
        for comment in comments:
            if comment["body"].startswith(MARK) and not comment.get("system"):
                return comment
        if len(comments) < PAGE:
            return None


def post(report, url):
    """Post the report, or update the comment that is there."""
    comment = find_comment(url)
    if comment is None:
        call("POST", url, {"body": report})
    elif "url" in comment:  # GitHub
        call("PATCH", comment["url"], {"body": report})
    else:
        call("PUT", f"{url}/{comment['id']}", {"body": report})


if __name__ == "__main__":
    post(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2])
