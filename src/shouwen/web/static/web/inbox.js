// Opened, the way to return an application stands ready to be typed into; Escape folds it again.
const fold = document.querySelector(".inbox-return");
const first = fold?.querySelector("select, input[type='text'], textarea");

fold?.addEventListener("toggle", () => { if (fold.open) first?.focus(); });
fold?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  fold.open = false;
  fold.querySelector("summary").focus();
});
