// The left rail: folds to icons on a desk screen (remembered), is a drawer on a phone.
const root = document.documentElement;
const drawer = document.getElementById("rail");

for (const button of document.querySelectorAll("[data-rail-toggle]")) {
  button.hidden = false;
  button.setAttribute("aria-expanded", String(root.dataset.rail !== "narrow"));
  button.addEventListener("click", () => {
    const value = root.dataset.rail === "narrow" ? "wide" : "narrow";
    root.dataset.rail = value;
    button.setAttribute("aria-expanded", String(value === "wide"));
    document.dispatchEvent(new CustomEvent("shouwen:prefer", { detail: { name: "rail", value } }));
  });
}

function open(state) {
  document.body.classList.toggle("rail-open", state);
  if (state) drawer.querySelector("a")?.focus();
  else document.querySelector("[data-rail-open]")?.focus();
}

// Without this script the menu button is a link to #rail, which :target opens.
document.querySelector("[data-rail-open]")?.addEventListener("click", (event) => {
  event.preventDefault();
  open(!document.body.classList.contains("rail-open"));
});
document.querySelector("[data-rail-close]")?.addEventListener("click", () => open(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("rail-open")) open(false);
});
