// Keeps a preference of this browser in the cookie that the server reads too (shouwen_theme, _rail, _keys).
// Other scripts ask with: document.dispatchEvent(new CustomEvent("shouwen:prefer", {detail: {name, value}})).
const YEAR = 365 * 24 * 3600;

document.addEventListener("shouwen:prefer", ({ detail: { name, value } }) => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `shouwen_${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
});

// The forms work without this script; with it nothing reloads.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-prefer]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const { name, value } = event.submitter;
  document.dispatchEvent(new CustomEvent("shouwen:prefer", { detail: { name, value } }));
  for (const option of form.querySelectorAll(".choice-option")) {
    option.toggleAttribute("aria-pressed", false);
    if (option === event.submitter) option.setAttribute("aria-pressed", "true");
  }
});
