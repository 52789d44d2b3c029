# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The head of a picture of the guides."""

from __future__ import annotations

LICENSE = """\
<!--
  Copyright (c) 2026, Voximplant platform collection contributors
  GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
  SPDX-License-Identifier: GPL-3.0-or-later

  {origin}: make pictures
-->"""


def svg_head(origin: str, width: float, height: float, labels: str = "title") -> list[str]:
    """Return the license and the opening tag of an SVG.

    :arg origin: how it is made: Drawn by, or Recorded by
    :arg width: in pixels, as the height
    :arg labels: ids of the elements that describe it
    """
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{labels}">'
    return [LICENSE.format(origin=origin), opening]
