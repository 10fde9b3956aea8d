// Parts that refresh: nothing jumps, the focus stays, the chips count on by the minute.
// A live part carries an id and hx-trigger="every 30s, …". It is left alone while one works in it
// ([data-live] with the focus in a field or an open <details>), and not asked for in a hidden tab.
const WORDS = {
  zh: { day: " 天", hour: " 小时", minute: " 分", none: "不到 1 分", left: (span) => `剩 ${span}`, over: (span) => `超时 ${span}` },
  en: { day: " d", hour: " h", minute: " min", none: "under 1 min", left: (span) => `${span} left`, over: (span) => `${span} over` },
};
const words = WORDS[document.documentElement.lang.startsWith("en") ? "en" : "zh"];

function span(milliseconds) {
  const whole = Math.floor(Math.abs(milliseconds) / 60000);
  if (whole === 0) return words.none;
  const hours = Math.floor(whole / 60);
  const figures = whole >= 2880 ? [[Math.floor(hours / 24), words.day], [hours % 24, words.hour]] : [[hours, words.hour], [whole % 60, words.minute]];
  return figures.filter(([figure]) => figure).map(([figure, unit]) => figure + unit).join(" ");
}

function tick() {
  const now = Date.now();
  for (const chip of document.querySelectorAll(".chip[data-due]")) {
    const left = Date.parse(chip.dataset.due) - now;
    const mood = left < 0 ? "over" : now >= Date.parse(chip.dataset.warn) ? "soon" : "calm";
    for (const each of ["calm", "soon", "over"]) chip.classList.toggle(`chip-${each}`, each === mood);
    const text = (left < 0 ? words.over : words.left)(span(left));
    const place = chip.querySelector(".chip-words");
    if (place.textContent !== text) place.textContent = text;
  }
}

setInterval(() => document.hidden || tick(), 15000);
document.addEventListener("visibilitychange", () => document.hidden || tick());

document.addEventListener("htmx:beforeRequest", (event) => {
  const element = event.detail.elt;
  const timed = event.detail.requestConfig?.triggeringEvent == null || event.detail.requestConfig.triggeringEvent.type === "counts-changed";
  if (!timed || !element.matches("[data-live], [data-live-count]")) return;
  const worked = element.querySelector("details[open], :is(input, textarea, select):focus, :checked[data-row-check]");
  if (document.hidden || worked) event.preventDefault();
});

let kept = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  const inside = active && event.detail.target.contains(active) && active.id;
  kept = {
    focus: inside ? active.id : "",
    from: inside && typeof active.selectionStart === "number" ? active.selectionStart : null,
    to: inside && typeof active.selectionEnd === "number" ? active.selectionEnd : null,
    scrolled: [...event.detail.target.querySelectorAll("[id][data-scroll]")].map((each) => [each.id, each.scrollTop, each.scrollLeft]),
    page: [scrollX, scrollY],
    live: event.detail.requestConfig?.elt?.matches("[data-live]") ?? false,
  };
});

document.addEventListener("htmx:afterSwap", () => {
  if (!kept) return;
  const focus = kept.focus && document.getElementById(kept.focus);
  if (focus && document.activeElement !== focus) {
    focus.focus({ preventScroll: true });
    if (kept.from !== null) focus.setSelectionRange?.(kept.from, kept.to);
  }
  for (const [id, top, left] of kept.scrolled) document.getElementById(id)?.scrollTo(left, top);
  if (kept.live) scrollTo(...kept.page);
  kept = null;
  tick();
});

// A count of nothing shows nothing.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.matches("[data-live-count]") && event.detail.serverResponse.trim() === "0") event.detail.serverResponse = "";
});

// A sign-in or failure page never lands inside a part: asked by the clock it is ignored, asked by a person the page
// is loaded anew, so that the sign-in leads back here (the drafts were saved on the way).
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.serverResponse.includes('<body class="plain"')) return;
  event.detail.shouldSwap = false;
  if (!event.detail.requestConfig.elt.matches("[data-live], [data-live-count]")) location.reload();
});

// What the page asks by itself is told as such: it keeps nobody signed in.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.matches("[data-live], [data-live-count]")) event.detail.headers["Shouwen-Live"] = "1";
});

// A failed request says so; where the sign-in is gone the page is loaded anew, as above.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (requestConfig.elt.matches("[data-live], [data-live-count]")) return;
  if (xhr.status === 401) return location.reload();
  toast(xhr.responseText.includes("data-notice") ? xhr.responseText : "");
});
document.addEventListener("htmx:sendError", () => toast(""));

function toast(html) {
  const place = document.getElementById("toasts");
  const template = document.getElementById("toast-failed");
  if (!place) return;
  if (html) place.innerHTML = html;
  else if (template) place.replaceChildren(template.content.cloneNode(true));
}
tick();
