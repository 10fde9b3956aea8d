// The intake by keyboard: Enter goes on to the next field that still needs something (Tab goes to each), the ways of handing in open over the form, the tree fills
// the chooser, and what is too large is said before it is sent.
const form = document.getElementById("intake");
const chooser = form.querySelector("[data-chooser-input]");
const code = form.querySelector("[data-chooser-value]");
const measure = form.querySelector("[data-files-most]").dataset;
const SINGLE = "select, input:not([type='checkbox'], [type='radio'], [type='file'], [type='hidden'])";

const shown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const dialog = () => form.querySelector("dialog[open]");

function onward(from) {
  const within = (each) => each.type !== "hidden" && each.closest("dialog") === from.closest("dialog");
  const fields = [...form.querySelectorAll("input, select, textarea")].filter(
    (each) => within(each) && shown(each) && !each.closest("#beside, .intake-tree"),
  );
  const ahead = fields.slice(fields.indexOf(from) + 1);
  const needed = (each) => each.closest("[data-field]")?.querySelector(".field-required") && !(each === chooser ? code : each).value;
  (ahead.find(needed) ?? ahead[0])?.focus();
}

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    event.stopPropagation();
    (dialog()?.querySelector("[data-way-go]") ?? document.querySelector("[data-way-submit]")).click();
    return;
  }
  if (!event.target.matches(SINGLE)) return;
  // An open list of the chooser takes the key itself; with nothing to take it must not send the form.
  const open = event.target.getAttribute("aria-expanded") === "true";
  if (open && form.querySelector("[data-chooser-list] [role='option']")) return;
  event.preventDefault();
  if (!open) onward(event.target);
});

// A way of handing in that asks for more opens its own few fields; without this script the server asks for them.
for (const opener of document.querySelectorAll("[data-way-opens]")) {
  opener.addEventListener("click", (event) => {
    const way = document.getElementById(`way-${opener.dataset.wayOpens}`);
    event.preventDefault();
    way.showModal();
    way.querySelector("textarea, .fields input:not([type='checkbox'])").focus();
  });
}
for (const left of form.querySelectorAll("dialog[open]")) {
  left.close();
  left.showModal();
  left.querySelector(".is-invalid")?.focus();
}
if (!dialog()) form.querySelector(".is-invalid")?.focus();

// Browsing the tree is choosing; typing again forgets what was browsed.
form.addEventListener("change", ({ target }) => {
  if (target.name === "category_pick" && target.checked) {
    chooser.value = target.dataset.words;
    code.value = target.value;
    target.closest(".intake-tree")?.removeAttribute("open");
    code.dispatchEvent(new Event("change", { bubbles: true }));
    chooser.focus();
  } else if (target === code) {
    for (const pick of form.querySelectorAll("[name='category_pick']:checked")) if (pick.value !== code.value) pick.checked = false;
  }
});

// What beside the form follows every key; a choice of the chooser and a draft put back make themselves known here.
// (Leaving a field is no reason: it would take away what one is about to click.)
form.addEventListener("change", ({ target }) => {
  const beside = document.getElementById("beside");
  // What is ticked beside the form asks at once: an answer still under way would come back without the tick.
  if (target === code || target === form || beside.contains(target)) beside.dispatchEvent(new Event("judge"));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#id_']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
});

// The time of contact is when the call began: when the first figure of the number is typed, unless somebody set it.
const time = form.elements.contacted_at;
let untouched = !form.querySelector(".is-invalid") && !form.elements.number.value;
time.addEventListener("input", () => { untouched = false; });
form.elements.number.addEventListener("input", () => {
  if (!untouched) return;
  untouched = false;
  const parts = new Date().toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
  time.value = parts.slice(0, 16).replace(" ", "T");
});

// The server would refuse these too, but only after they were sent.
function complain(field, text) {
  const place = field.closest("[data-field]");
  place.querySelector("[data-told]")?.remove();
  field.classList.toggle("is-invalid", Boolean(text));
  if (!text) return;
  const line = document.createElement("div");
  line.className = "field-error";
  line.dataset.told = "";
  line.setAttribute("role", "alert");
  line.append(Object.assign(document.createElement("p"), { textContent: text }));
  field.after(line);
}

function checkFiles() {
  const big = [...form.elements.files.files].filter((file) => file.size > Number(measure.filesMost));
  complain(form.elements.files, big.map((file) => `${file.name} ${measure.filesWords}`).join(" · "));
  return big.length === 0;
}
form.elements.files.addEventListener("change", checkFiles);

function checkText(text) {
  const most = Number(measure.textMost);
  const length = [...text.value.replace(/\r\n/g, "\n").trim()].length;
  complain(text, length > most ? `${length.toLocaleString()} / ${most.toLocaleString()} ${measure.textWords}` : "");
  return length <= most;
}
const texts = [form.elements.text, form.elements.evidence];
for (const text of texts) text.addEventListener("change", () => checkText(text));

form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "discard") return;
  const fine = [checkFiles(), ...texts.map(checkText)].every(Boolean);
  if (fine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.removeAttribute("aria-busy");
  event.submitter?.removeAttribute("aria-busy");
  dialog()?.close();
  const told = form.querySelector("[data-told]");
  told.closest("[data-field]").querySelector(".is-invalid").focus();
  told.scrollIntoView({ block: "nearest" });
}, true);

// The list of groups says where "as routed" leads.
const asRouted = form.elements.to_group?.options[0];
const unrouted = asRouted?.text;
function nameRoute() {
  const group = form.querySelector("[data-routed]")?.textContent;
  if (asRouted) asRouted.text = group ? `${unrouted} · ${group}` : unrouted;
}
document.addEventListener("htmx:afterSwap", (event) => event.detail.target.id === "beside" && nameRoute());
nameRoute();

// What is asked while one types stays light: the server judges by the beginning of an endless text.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt.id !== "beside") return;
  const text = detail.parameters.text ?? "";
  if (text.length > Number(measure.textMost)) detail.parameters.text = text.slice(0, Number(measure.textMost));
});
