// Single-key shortcuts. An element declares its own: data-key="n", data-key="g d", data-key="Ctrl+Enter",
// with data-key-label for the list that `?` opens. A field is focused, everything else is clicked.
// Keys without Ctrl, Alt or Meta are ignored while one types, and when switched off in the preferences.
const PAUSE = 1200;
const BUSY = "input, textarea, select, [contenteditable=''], [contenteditable='true']";
let before = "";
let since = 0;

const shown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const off = () => document.documentElement.dataset.keys === "off";

function declared() {
  const scope = document.querySelector("dialog[open]") ?? document;
  return [...scope.querySelectorAll("[data-key]")].filter((each) => !each.disabled);
}

function pressed(event) {
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.metaKey && "Meta"].filter(Boolean);
  return [...held, event.key].join("+");
}

function act(element) {
  const field = element.matches(BUSY) ? element : null;
  if (field) {
    field.focus();
    field.select?.();
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || ["Control", "Alt", "Meta", "Shift"].includes(event.key)) return;
  const name = pressed(event);
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain && (off() || event.target.closest?.(BUSY))) {
    if (event.key === "Escape" && event.target.matches?.("[data-key]")) event.target.blur();
    return;
  }
  if (plain && name === "?") {
    event.preventDefault();
    help();
    return;
  }
  const sequence = event.timeStamp - since < PAUSE && before ? `${before} ${name}` : name;
  const found = declared();
  const target = [sequence, name]
    .map((wanted) => found.find((each) => each.dataset.key === wanted && shown(each)))
    .find(Boolean);
  before = target ? "" : name;
  since = event.timeStamp;
  if (!target) return;
  event.preventDefault();
  act(target);
});

function help() {
  const dialog = document.getElementById("key-help");
  if (!dialog || dialog.open) return;
  const listed = new Map(declared().filter(shown).map((each) => [each.dataset.key, each]));
  const rows = [...listed].map(([key, each]) => row(key, each.dataset.keyLabel || each.getAttribute("aria-label") || each.textContent.trim()));
  dialog.querySelector("[data-key-list]").replaceChildren(...rows.flat());
  dialog.showModal();
}

function row(key, label) {
  const term = document.createElement("dt");
  for (const part of key.split(" ")) {
    const cap = document.createElement("kbd");
    cap.className = "key";
    cap.dataset.always = "";
    cap.textContent = part;
    term.append(cap, " ");
  }
  const words = document.createElement("dd");
  words.textContent = label;
  return [term, words];
}

document.addEventListener("shouwen:prefer", ({ detail: { name, value } }) => {
  if (name === "keys") document.documentElement.dataset.keys = value;
});
