// 问账: that scripts run, and light or dark, known before the page is painted. The button that changes it is in wenzhang.js.
"use strict";
(() => {
  let kept = null;
  try { kept = localStorage.getItem("wenzhang-theme"); } catch { /* private window */ }
  const dark = kept ? kept === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.add("js");
  document.documentElement.classList.toggle("dark", dark);
})();
