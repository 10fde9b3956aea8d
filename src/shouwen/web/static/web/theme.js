// Puts the chosen colours on at once. The server puts them into the page from the start, so nothing flashes;
// "system" carries no attribute and lets the style sheet follow the system.
document.addEventListener("shouwen:prefer", ({ detail: { name, value } }) => {
  if (name !== "theme") return;
  if (value === "system") document.documentElement.removeAttribute("data-bs-theme");
  else document.documentElement.setAttribute("data-bs-theme", value);
});
