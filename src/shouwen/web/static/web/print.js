// The button above a sheet.
document.querySelector("[data-print]")?.addEventListener("click", () => print());
