// In a list of tickets `t` takes the row that one stands on. (j, k and x are in tables.js, Enter follows the link.)
document.addEventListener("keydown", (event) => {
  if (event.key !== "t" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (document.documentElement.dataset.keys === "off" || event.target.closest("input:not([type='checkbox']), textarea, select, dialog")) return;
  const button = document.activeElement.closest("tr[data-row]")?.querySelector("[data-take]");
  if (!button) return;
  event.preventDefault();
  button.click();
});
