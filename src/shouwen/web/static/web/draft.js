// A draft survives anything.  <form data-draft="intake" data-draft-url="/drafts/intake">
// While one types it goes to the server (after a second's pause, and when the page is left). Where the server can't
// be reached or the sign-in is lost, it is kept in this browser under the staff number and put back at the next load.
// A successful hand-in answers with the cookie shouwen_draft_done (drafts.done), which drops the local copy.
const PAUSE = 1000;
const KEEP = 3 * 24 * 3600 * 1000;
const staff = document.body.dataset.staff ?? "";
const words = document.getElementById("words")?.dataset ?? {};
const place = (form) => `shouwen:draft:${staff}:${form.dataset.draft}`;

function values(form) {
  const pairs = [];
  for (const [name, value] of new FormData(form)) {
    const control = form.elements[name];
    const skipped = control instanceof Element && (control.type === "password" || control.hasAttribute("data-draft-skip"));
    if (typeof value === "string" && name !== "csrfmiddlewaretoken" && !skipped) pairs.push([name, value]);
  }
  return pairs;
}

function keep(form) {
  try {
    localStorage.setItem(place(form), JSON.stringify({ at: Date.now(), values: values(form) }));
    status(form, words.draftKept);
  } catch {
    status(form, words.draftLost);
  }
}

function status(form, text) {
  const line = form.querySelector("[data-draft-status]");
  if (line && text) line.textContent = text;
}

async function save(form) {
  const body = new URLSearchParams(values(form));
  const token = form.elements.csrfmiddlewaretoken?.value ?? "";
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token, "X-Requested-With": "draft" },
      redirect: "manual",
      // The browser lets only small bodies outlive the page; a longer one is kept locally as well.
      keepalive: body.toString().length < 60000,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    localStorage.removeItem(place(form));
    status(form, `${words.draftSaved} ${new Date().toTimeString().slice(0, 5)}`);
  } catch {
    keep(form);
  }
}

// Whether somebody has changed it since the page came: words typed before this ran are newer than any copy.
function typed(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (!(control instanceof HTMLSelectElement)) return control.value !== control.defaultValue;
  const options = [...control.options];
  if (control.multiple) return options.some((option) => option.selected !== option.defaultSelected);
  return control.selectedIndex !== Math.max(0, options.findLastIndex((option) => option.defaultSelected));
}

function put(form, pairs, spared = () => false) {
  const wanted = new Map();
  for (const [name, value] of pairs) wanted.set(name, [...(wanted.get(name) ?? []), value]);
  let changed = false;
  for (const control of form.elements) {
    if (!control.name || control.type === "file" || control.type === "submit" || control.name === "csrfmiddlewaretoken") continue;
    if (spared(control)) continue;
    const given = wanted.get(control.name);
    if (control.type === "checkbox" || control.type === "radio") {
      const on = given?.includes(control.value) ?? false;
      changed ||= control.checked !== on;
      control.checked = on;
    } else if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.options) {
        const on = given?.includes(option.value) ?? false;
        changed ||= option.selected !== on;
        option.selected = on;
      }
    } else if (given?.length && control.value !== given[0]) {
      control.value = given.shift();
      changed = true;
    }
  }
  return changed;
}

function restore(form) {
  const kept = JSON.parse(localStorage.getItem(place(form)) ?? "null");
  if (!kept || Date.now() - kept.at > KEEP) return localStorage.removeItem(place(form));
  const untouched = values(form);
  if (!put(form, kept.values, typed)) return localStorage.removeItem(place(form));
  const notice = document.getElementById("draft-restored").content.cloneNode(true);
  const shown = notice.querySelector("[data-notice]");
  notice.querySelector("[data-draft-discard]").addEventListener("click", () => {
    put(form, untouched);
    localStorage.removeItem(place(form));
    shown.remove();
  });
  form.prepend(notice);
  shown.querySelector("[data-notice-close]").hidden = false;
  form.dispatchEvent(new Event("change", { bubbles: true }));
  return save(form);
}

function watch(form) {
  if (form.draftWatched) return;
  form.draftWatched = true;
  let timer = null;
  let dirty = false;
  let sent = false;
  const flush = () => {
    clearTimeout(timer);
    if (!dirty || sent || !form.isConnected) return;
    dirty = false;
    if (values(form).join().length >= 60000) keep(form);
    save(form);
  };
  const later = () => {
    dirty = true;
    sent = false;
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    // Kept until the server says that it has arrived: the sign-in may be gone, the line may be cut.
    keep(form);
    sent = true;
    clearTimeout(timer);
  });
  addEventListener("pagehide", flush);
  document.addEventListener("htmx:beforeSwap", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  restore(form);
}

function drop() {
  const done = document.cookie.match(/(?:^|; )shouwen_draft_done=([^;]+)/)?.[1];
  if (!done) return;
  localStorage.removeItem(`shouwen:draft:${staff}:${decodeURIComponent(done)}`);
  document.cookie = "shouwen_draft_done=; Path=/; Max-Age=0; SameSite=Lax";
}

function start(scope) {
  drop();
  for (const form of scope.querySelectorAll("form[data-draft]")) watch(form);
  if (scope.matches?.("form[data-draft]")) watch(scope);
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
document.addEventListener("htmx:afterRequest", drop);
