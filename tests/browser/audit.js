// Copyright (c) 2026, Voximplant platform collection contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// Return what is wrong with a page as it is shown now: each fault as a line of text.
// What does not depend on colors is only looked at if `everything` is true.
((everything) => {
  const faults = [];
  const main = document.querySelector("article") || document.body;
  const excerpt = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);
  const width = document.documentElement.clientWidth;
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  // What is only there for screen readers is clipped to nothing.
  const clipped = [...main.querySelectorAll("*")].filter((node) => {
    const style = getComputedStyle(node);
    return node.clientWidth <= 1 && (style.clip !== "auto" || style.clipPath !== "none");
  });
  const nodes = [...main.querySelectorAll("*")]
    .filter(shown)
    .filter((node) => !clipped.some((hidden) => hidden.contains(node)));

  const lookAtLayout = () => {
    // Overflow: nothing scrolls sideways but code, and nothing is cut.
    if (document.documentElement.scrollWidth > width) {
      faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
    }
    for (const node of nodes) {
      const style = getComputedStyle(node);
      if (node.closest("pre, svg, .visually-hidden, .headerlink") || style.display === "inline") continue;
      if (node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0 && style.overflowX !== "visible") {
        faults.push(`cut or scrolls: ${node.nodeName.toLowerCase()}.${node.className} ${excerpt(node.textContent)}`);
      }
      const box = node.getBoundingClientRect();
      if (box.width > 0 && (box.right > width + 1 || box.left < -1)) {
        faults.push(`out of the page: ${node.nodeName.toLowerCase()} ${excerpt(node.textContent)}`);
      }
    }

    // Columns so narrow that they are no lines of text any more.
    for (const cell of nodes.filter((node) => /^(TD|TH)$/.test(node.nodeName))) {
      const text = excerpt(cell.textContent);
      const style = getComputedStyle(cell);
      const inner = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (text.length >= 40 && inner < 110) faults.push(`narrow column (${Math.round(inner)}): ${text}`);
    }

    // Errors of the build, and markup that was not rendered.
    for (const node of main.querySelectorAll(".system-message, .problematic, .admonition.error, .error")) {
      faults.push(`error: ${excerpt(node.textContent)}`);
    }
    for (const node of nodes) {
      const before = getComputedStyle(node, "::before").content;
      if (/error/i.test(before)) faults.push(`error: ${excerpt(before)}`);
    }
    const prose = main.cloneNode(true);
    prose.querySelectorAll("pre, code, .highlight, noscript, script, style").forEach((node) => node.remove());
    const raw = /:[a-z-]+:`|`__?\b|``|\*\*|\b[BCEIMOPRUV]\([\w#.:/ -]+\)|\.\. [a-z-]+::|<[a-z]+>|\|[a-z_]+\||\b(undefined|None yet|TODO|FIXME)\b/;
    const found = raw.exec(prose.textContent);
    if (found) faults.push(`markup: ${excerpt(prose.textContent.slice(Math.max(found.index - 20, 0), found.index + 40))}`);

    // Pictures.
    for (const image of document.images) {
      if (!image.complete || image.naturalWidth === 0) faults.push(`picture not loaded: ${image.src}`);
      if (image.alt.trim().split(/\s+/).length < 3) faults.push(`picture without a description: ${image.src}`);
    }
    for (const picture of main.querySelectorAll("svg")) {
      if (picture.closest("button, a, [aria-hidden=true]") || picture.getAttribute("aria-hidden") === "true") continue;
      const described = (picture.getAttribute("aria-label") || "").trim().split(/\s+/).length >= 3;
      if (picture.getAttribute("role") !== "img" || !described) faults.push("drawing without a description");
      const frame = picture.getBoundingClientRect();
      for (const text of picture.querySelectorAll("text")) {
        const box = text.getBoundingClientRect();
        if (box.left < frame.left || box.right > frame.right) faults.push(`cut in a drawing: ${excerpt(text.textContent)}`);
      }
    }
  };
  if (everything) lookAtLayout();

  // Contrast: the ratio that the accessibility guidelines define, of each text to what is behind it.
  const rgb = (color) => color.match(/[\d.]+/g).map(Number);
  const light = (color) => {
    const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb(color).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let current = node; current; current = current.parentElement) {
      const color = getComputedStyle(current).backgroundColor;
      if ((rgb(color)[3] ?? 1) === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const dim = new Set();
  for (const node of nodes) {
    if (node.closest("svg, .headerlink, .copybtn")) continue;
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(behind(node))].sort((x, y) => x - y);
    const ratio = (b + 0.05) / (a + 0.05);
    if (ratio < 4.5) dim.add(`contrast ${ratio.toFixed(1)} of ${node.nodeName.toLowerCase()}.${node.className}: ${excerpt(node.textContent).slice(0, 20)}`);
  }
  faults.push(...[...dim].slice(0, 8));
  return [...new Set(faults)].slice(0, 20);
})
