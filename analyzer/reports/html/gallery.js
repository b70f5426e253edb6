(() => {
  const gallery = document.querySelector("[data-gallery]");
  if (!gallery) return;
  const grid = gallery.querySelector(".grid");
  const tiles = [...grid.children];
  const tools = gallery.querySelector("[data-tools]");
  const shown = gallery.querySelector(".shown");
  const number = (name) => (tile) => Number(tile.dataset[name]);
  const rising = (value) => (a, b) => value(a) - value(b);
  const orders = {
    order: rising(number("order")),
    worst: rising(number("rank")),
    best: (a, b) => number("rank")(b) - number("rank")(a),
    hook: rising(number("hook")),
    length: rising(number("length")),
    name: (a, b) => a.dataset.name.localeCompare(b.dataset.name, undefined, { numeric: true }),
  };

  function sift() {
    const sought = tools.elements.find.value.trim().toLocaleLowerCase();
    const verdict = tools.elements.verdict.value;
    const finding = tools.elements.finding?.value;
    const strength = tools.elements.strength.value;
    let count = 0;
    for (const tile of tiles) {
      const { verdict: its, codes, strength: hook, words } = tile.dataset;
      const fits = (!verdict || its === verdict) && (!finding || codes.split(" ").includes(finding))
        && (!strength || hook === strength) && words.includes(sought);
      tile.hidden = !fits;
      count += Number(fits);
    }
    grid.append(...tiles.toSorted(orders[tools.elements.sort.value]));
    shown.textContent = shown.dataset.shown.replace("{count}", count);
    gallery.querySelector(".none").hidden = count > 0;
  }
  tools.addEventListener("input", sift);
  gallery.querySelectorAll("[data-finding]").forEach((button) => {
    button.addEventListener("click", () => {
      tools.elements.finding.value = button.dataset.finding;
      sift();
      tools.elements.finding.focus();
    });
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
  sift();

  const one = document.querySelector("[data-one]");
  if (!one) return;
  const place = one.querySelector("[data-place]");
  let opened = null;
  let left = 0;

  function turn() {
    const sheet = /^#draft-\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
    if (!(sheet instanceof HTMLTemplateElement)) {
      place.replaceChildren();
      one.hidden = true;
      gallery.hidden = false;
      document.title = gallery.dataset.title;
      if (opened) {
        scrollTo(0, left);
        grid.querySelector(`a[href="${opened}"]`)?.focus({ preventScroll: true });
      }
      opened = null;
      return;
    }
    if (!opened) left = scrollY;
    opened = location.hash;
    gallery.hidden = true;
    one.hidden = false;
    place.replaceChildren(sheet.content.cloneNode(true));
    const article = place.querySelector("[data-draft]");
    window.bringToLife(article);
    const title = article.querySelector("h1");
    document.title = `${article.querySelector(".file").textContent} · ${title.textContent}`;
    scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }
  one.querySelector(".back").addEventListener("click", (event) => {
    event.preventDefault();
    history.pushState(null, "", location.pathname + location.search);
    turn();
  });
  addEventListener("hashchange", turn);
  addEventListener("popstate", turn);
  document.addEventListener("DOMContentLoaded", turn); // the drafts' pages come after this script
  turn();
})();
