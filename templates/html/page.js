"use strict";
(() => {
  const words = document.body.dataset;

  const rowsOf = (table) => [...table.tBodies[0].rows];

  const keyOf = (row, column) => {
    const cell = row.cells[column];
    const sort = cell.dataset.sort;
    return sort === undefined ? cell.textContent.trim() : sort;
  };

  const inOrder = (left, right, column, numeric) => {
    const a = keyOf(left, column), b = keyOf(right, column);
    if (!numeric) return a.localeCompare(b, document.documentElement.lang);
    const known = (row) => row.cells[column].dataset.sort !== undefined;
    if (!known(left) || !known(right)) return known(right) - known(left);
    return Number(a) - Number(b);
  };

  const sortBy = (table, column, heading) => {
    const numeric = heading.classList.contains("number");
    const down = heading.ariaSort ? heading.ariaSort === "ascending" : numeric;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.ariaSort = down ? "descending" : "ascending";
    const known = (row) => !numeric || row.cells[column].dataset.sort !== undefined;
    const rows = rowsOf(table);
    const some = rows.filter(known).sort((a, b) => (down ? -1 : 1) * inOrder(a, b, column, numeric));
    table.tBodies[0].append(...some, ...rows.filter((row) => !known(row)));
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.title = heading.title || words.sort.replace("%s", heading.textContent);
      heading.removeAttribute("title");
      heading.replaceChildren(button);
      button.addEventListener("click", () => sortBy(table, column, heading));
    });
  }

  // What Excel is given: the figure of each cell, without marks and bases.
  const plain = (cell) => {
    const copy = cell.cloneNode(true);
    for (const extra of copy.querySelectorAll(".base, .doubt, .unseen")) extra.remove();
    return copy.textContent.trim().replace(/\s+/g, " ");
  };

  // A text that a spreadsheet would take for a formula stays a text.
  const harmless = (cell) => {
    const text = plain(cell);
    return !cell.classList.contains("number") && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  };

  for (const mark of document.querySelectorAll(".doubt")) {
    mark.title = document.getElementById("doubtful").textContent;
  }

  if (navigator.clipboard) {
    for (const holder of document.querySelectorAll(".table")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = words.copy;
      button.addEventListener("click", async () => {
        const rows = [...holder.querySelector("table").rows];
        await navigator.clipboard.writeText(rows.map((row) => [...row.cells].map(harmless).join("\t")).join("\n"));
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; }, 1500);
      });
      holder.after(button);
    }
  }

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
})();
