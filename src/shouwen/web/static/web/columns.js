// The columns that one wants to see.  <table data-columns="queue"> with <th data-column="grade">, and a menu
// (web/parts/columns.html) of check boxes [data-columns-for="queue"]. Remembered in this browser.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const key = (name) => `shouwen:columns:${name}`;
const hidden = (name) => JSON.parse(localStorage.getItem(key(name)) ?? "[]");

function apply() {
  const rules = [];
  for (const table of document.querySelectorAll("table[data-columns]")) {
    const heads = [...table.querySelectorAll("thead th")];
    for (const column of hidden(table.dataset.columns)) {
      const at = heads.findIndex((head) => head.dataset.column === column) + 1;
      if (at) rules.push(`table[data-columns="${CSS.escape(table.dataset.columns)}"] tr > :nth-child(${at}) { display: none !important; }`);
    }
  }
  sheet.replaceSync(rules.join("\n"));
  for (const box of document.querySelectorAll("[data-columns-for]")) box.checked = !hidden(box.dataset.columnsFor).includes(box.value);
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-columns-for]")) return;
  const name = target.dataset.columnsFor;
  const kept = new Set(hidden(name));
  if (target.checked) kept.delete(target.value);
  else kept.add(target.value);
  localStorage.setItem(key(name), JSON.stringify([...kept]));
  apply();
});

apply();
document.addEventListener("htmx:load", apply);
