// A combobox over a list that the server renders (web/parts/chooser.html). Arrow keys walk, Enter takes, Escape leaves.
// Options: <li role="option" id="…" data-value="code" data-words="what the field shows">.
const part = (element, name) => element.closest("[data-chooser]")?.querySelector(`[data-chooser-${name}]`);
const options = (list) => [...list.querySelectorAll("[role='option']")];

function open(input, state) {
  const list = part(input, "list");
  list.hidden = !state || !list.childElementCount;
  input.setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) input.removeAttribute("aria-activedescendant");
}

function mark(input, option) {
  const list = part(input, "list");
  for (const each of options(list)) each.setAttribute("aria-selected", String(each === option));
  if (!option) return;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function take(input, option) {
  const value = part(input, "value");
  input.value = option.dataset.words ?? option.textContent.trim();
  value.value = option.dataset.value;
  open(input, false);
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-chooser-input]") || event.isComposing) return;
  const list = part(input, "list");
  const all = options(list);
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    if (list.hidden) open(input, true);
    mark(input, all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
  } else if (event.key === "Enter" && !list.hidden && all.length) {
    event.preventDefault();
    take(input, all[Math.max(at, 0)]);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    event.stopPropagation();
    open(input, false);
  } else if (event.key === "Tab" && !list.hidden && at >= 0) {
    take(input, all[at]);
  }
});

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-chooser-input]")) return;
  const value = part(input, "value");
  if (!value.value) return;
  // What was chosen no longer stands for what is written.
  value.value = "";
  value.dispatchEvent(new Event("change", { bubbles: true }));
});

// The click would come after the field has lost its focus and the list is gone.
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-chooser-list] [role='option']");
  if (!option) return;
  event.preventDefault();
  take(part(option, "input"), option);
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-chooser-input]")) open(event.target, false);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const list = event.detail.target;
  if (!list.matches?.("[data-chooser-list]")) return;
  const input = part(list, "input");
  open(input, document.activeElement === input);
  mark(input, options(list)[0]);
});
