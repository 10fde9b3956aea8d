// Rows: a click anywhere opens the row's link, j and k walk, x marks. Marked rows bring out the bulk bar.
const boxes = (table) => [...table.querySelectorAll("[data-row-check]")];

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (!row || event.target.closest("a, button, input, select, label, summary, details") || getSelection().toString()) return;
  const link = row.querySelector("a.row-link");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) open(link.href, "_blank", "noopener");
  else link.click();
});

function count(table) {
  const marked = boxes(table).filter((box) => box.checked);
  for (const box of boxes(table)) box.closest("tr").setAttribute("aria-selected", String(box.checked));
  const all = table.querySelector("[data-check-all]");
  if (all) {
    all.checked = marked.length > 0 && marked.length === boxes(table).length;
    all.indeterminate = marked.length > 0 && !all.checked;
  }
  const bar = document.querySelector(`[data-bulk="${CSS.escape(table.id)}"]`);
  if (!bar) return;
  bar.hidden = marked.length === 0;
  for (const place of bar.querySelectorAll("[data-bulk-count]")) place.textContent = String(marked.length);
}

document.addEventListener("change", ({ target }) => {
  const table = target.closest?.("table");
  if (!table) return;
  if (target.matches("[data-check-all]")) for (const box of boxes(table)) box.checked = target.checked;
  if (target.matches("[data-check-all], [data-row-check]")) count(table);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.documentElement.dataset.keys === "off") return;
  if (event.target.closest("input:not([type='checkbox']), textarea, select, dialog") || !["j", "k", "x"].includes(event.key)) return;
  const links = [...document.querySelectorAll("tr[data-row] a.row-link")];
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  if (event.key === "x") links[at]?.closest("tr").querySelector("[data-row-check]")?.click();
  else links[Math.min(links.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))]?.focus();
});

for (const table of document.querySelectorAll("table:has([data-row-check])")) count(table);
document.addEventListener("htmx:load", ({ target }) => {
  const table = target.closest("table") ?? target.querySelector("table:has([data-row-check])");
  if (table) count(table);
});
