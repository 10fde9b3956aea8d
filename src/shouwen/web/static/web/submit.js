// A form is sent once: a second click while it is under way does nothing. Coming back to the page frees it.
function busy(form, submitter) {
  form.setAttribute("aria-busy", "true");
  submitter?.setAttribute("aria-busy", "true");
}

function free(scope) {
  for (const each of scope.querySelectorAll("[aria-busy='true']")) each.removeAttribute("aria-busy");
  if (scope.matches?.("[aria-busy='true']")) scope.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.method === "get" || form.target || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  busy(form, event.submitter);
}, true);

addEventListener("pageshow", () => free(document));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (form) free(form);
});
document.addEventListener("submit", (event) => {
  // A script that took the form over (a preference, a draft) answers at once.
  if (event.defaultPrevented && !event.target.matches("[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete]")) free(event.target);
});

// Ctrl+Enter in a text sends its form with its first button.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || !event.target.matches("textarea")) return;
  const button = event.target.form?.querySelector("[data-main-submit], [type='submit']");
  if (button) {
    event.preventDefault();
    button.click();
  }
});

for (const button of document.querySelectorAll("[data-confirm]")) button.addEventListener("click", ask);
document.addEventListener("htmx:load", (event) => {
  for (const button of event.target.querySelectorAll("[data-confirm]")) button.addEventListener("click", ask);
});

function ask(event) {
  if (!confirm(event.currentTarget.dataset.confirm)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
