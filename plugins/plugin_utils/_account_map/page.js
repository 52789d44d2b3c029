
"use strict";
(() => {
  const form = document.getElementById("search");
  const words = document.getElementById("words");
  const found = document.getElementById("found");
  const sections = [...document.querySelectorAll(".found-in")];
  const search = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = (text) => wanted.every((word) => text.toLowerCase().includes(word));
    let shown = 0;
    for (const section of sections) {
      const heading = section.querySelector("h2").textContent;
      let left = 0;
      for (const row of section.querySelectorAll("tbody tr")) {
        row.hidden = !matches(`${heading} ${row.textContent}`);
        left += row.hidden ? 0 : 1;
      }
      section.hidden = left === 0 && !matches(heading);
      shown += left;
    }
    found.textContent = wanted.length ? `${shown} found` : "";
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("input", search);
  window.addEventListener("hashchange", () => {
    if (document.querySelector("tr[hidden]:target, section[hidden] :target")) {
      words.value = "";
      search();
      document.querySelector(":target").scrollIntoView();
    }
  });
  search();
})();
