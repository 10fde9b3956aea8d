// Closes <details data-menu> on Escape, on a click elsewhere and when another opens; keeps its panel in sight.
// [data-dialog="id"] opens <dialog id>; [data-dialog-close] and a click beside it close it.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details[data-menu]") || !menu.open) return;
  for (const other of openMenus()) if (other !== menu && !other.contains(menu)) other.open = false;
  const panel = menu.querySelector(".why-panel");
  if (!panel) return;
  panel.style.marginLeft = "";
  const over = panel.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
  if (over > 0) panel.style.marginLeft = `${-over}px`;
}, true);

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.matches("dialog")) event.target.close();
  event.target.closest("[data-dialog-close]")?.closest("dialog")?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
