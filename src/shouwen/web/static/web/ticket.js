// The page of a ticket: the five elements are ticked while one writes, and colleagues hear that one is writing.
const REST = 20000;
let rest = null;

function tick(form) {
  const list = form.querySelector("[data-elements]");
  if (!list) return;
  for (const item of list.querySelectorAll("[data-element]")) {
    const control = form.elements[item.dataset.element];
    item.dataset.done = String(Boolean(control?.value.trim()));
  }
}

function writing() {
  const sign = document.getElementById("writing");
  if (!sign) return;
  sign.value = "1";
  clearTimeout(rest);
  rest = setTimeout(() => { sign.value = "0"; }, REST);
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("#composer form");
  if (!form) return;
  tick(form);
  writing();
});
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("#composer form");
  if (form) tick(form);
});

// A tab that was opened takes the focus, so that one types on.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "composer") return;
  const form = document.querySelector("#composer form.composer-form");
  if (!form) return;
  tick(form);
  form.querySelector("textarea, select, input:not([type='hidden'], [type='datetime-local'])")?.focus({ preventScroll: true });
});
