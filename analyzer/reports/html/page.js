"use strict";
(() => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const wish = matchMedia("(prefers-color-scheme: dark)");
  const remembered = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  const isDark = () => (root.dataset.theme || (wish.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  if (remembered === "dark" || remembered === "light") root.dataset.theme = remembered;
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a file may not be allowed to remember */ }
    show();
  });
  wish.addEventListener("change", show);
  show();
})();
