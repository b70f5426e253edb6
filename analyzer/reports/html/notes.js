// Check marks and notes on findings, which stay in this browser, and the list of fixes that takes them along.
(() => {
  // A file, a sandboxed frame or a private window may have no place to remember anything.
  function recalled(name) {
    try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; }
  }
  function remember(name, kept) {
    try {
      if (Object.keys(kept).length) localStorage.setItem(name, JSON.stringify(kept));
      else localStorage.removeItem(name);
    } catch { /* they last as long as the page is open */ }
  }

  function listed(fixes, kept) {
    return fixes.flatMap(([key, isToDo, text]) => {
      const { done, note } = kept[key] ?? {};
      if (!isToDo && !note) return [];
      const said = note ? [`   ✎ ${note.replaceAll("\n", "\n     ")}`] : [];
      return [`${done ? "✓ " : ""}${text}`, ...said];
    }).join("\n");
  }

  async function copied(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // a viewer that lets no page at the clipboard
      const field = document.createElement("textarea");
      field.value = text;
      button.after(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
  }

  window.keepNotes = (article) => {
    const name = `draft ${article.dataset.identity}`;
    const kept = recalled(name);
    const places = [...article.querySelectorAll("[data-keep]")];
    const controls = article.querySelector("[data-keeping]");
    for (const place of places) {
      place.replaceChildren(controls.content.cloneNode(true));
      place.querySelector("textarea").setAttribute("aria-label", place.dataset.about);
    }

    function change(key, changes) {
      const one = { ...kept[key], ...changes };
      if (one.done || one.note) kept[key] = one;
      else delete kept[key];
      remember(name, kept);
      places.filter((place) => place.dataset.keep === key).forEach(show);
    }

    function show(place) {
      const { done = false, note = "" } = kept[place.dataset.keep] ?? {};
      const field = place.querySelector("textarea");
      place.querySelector("input").checked = done;
      place.closest(".told").classList.toggle("settled", done);
      if (field.value !== note) field.value = note;
      if (note) field.hidden = false;
      place.querySelector("button").hidden = !field.hidden;
    }

    for (const place of places) {
      const key = place.dataset.keep;
      const field = place.querySelector("textarea");
      place.querySelector("input").addEventListener("change", (event) => change(key, { done: event.target.checked }));
      field.addEventListener("input", () => change(key, { note: field.value }));
      place.querySelector("button").addEventListener("click", () => {
        field.hidden = false;
        show(place);
        field.focus();
      });
      show(place);
      place.hidden = false;
    }

    article.querySelectorAll("[data-fixes]").forEach((button) => {
      const label = button.textContent;
      button.addEventListener("click", async () => {
        await copied(listed(JSON.parse(button.dataset.fixes), kept), button);
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = label; }, 2000);
      });
    });
    article.querySelectorAll(".copying").forEach((line) => { line.hidden = false; });
  };
})();
