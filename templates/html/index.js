"use strict";
(() => {
  const filter = document.querySelector(".filter");
  if (!filter) return;
  const lang = document.documentElement.lang;
  const status = filter.querySelector("[role=status]");
  const buttons = [...filter.querySelectorAll("button")];
  const rows = [...document.querySelector("#overview").tBodies[0].rows].map((row) =>
    ({ row, text: row.textContent.toLocaleLowerCase(lang) }));
  let state = "", wanted = [];

  const show = () => {
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = (!state || row.dataset.state === state) && wanted.every((word) => text.includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    const all = shown === rows.length;
    status.textContent = all ? "" : status.dataset.shown.replace("%1", shown).replace("%2", rows.length);
  };

  filter.hidden = false;
  filter.querySelector("input").addEventListener("input", (event) => {
    wanted = event.target.value.toLocaleLowerCase(lang).split(/\s+/).filter(Boolean);
    show();
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      state = button.dataset.state;
      for (const other of buttons) other.setAttribute("aria-pressed", other === button);
      show();
    });
  }
})();
