// A form that has just been registered goes to the printer at once; coming back to it later does not print again.
const sheet = document.querySelector(".sheet-ready");
const [visit] = performance.getEntriesByType("navigation");
if (sheet && visit?.type === "navigate" && document.referrer.startsWith(location.origin + location.pathname)) print();
