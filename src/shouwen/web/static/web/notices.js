// Notices close on demand; good news at the edge of the page (#toasts) leaves by itself, bad news stays.
// An answer to htmx puts one there with <div id="toasts" hx-swap-oob="beforeend">…notice.html…</div>.
// Buttons that need a script ([data-notice-close], [data-back]) are hidden until it is here.
const LINGER = 8000;

function start(part) {
  for (const button of part.querySelectorAll("[data-notice-close], [data-back]")) button.hidden = false;
}

document.addEventListener("click", ({ target }) => {
  target.closest("[data-notice-close]")?.closest("[data-notice]")?.remove();
  if (target.closest("[data-back]")) history.back();
});

const place = document.getElementById("toasts");
if (place) {
  new MutationObserver((changes) => {
    start(place);
    for (const added of changes.flatMap((change) => [...change.addedNodes])) {
      if (added.matches?.(".notice-success, .notice-info")) setTimeout(() => added.remove(), LINGER);
    }
  }).observe(place, { childList: true });
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
