(() => {
  const comma = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const clock = (time) => {
    if (time < 59.95) return `${comma.format(time)} s`;
    const whole = Math.floor(time);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  const spanAt = (spans, time) => spans.findIndex(([start, end]) => start <= time && time < end);

  function told(lane, time) {
    if (lane.kind === "cuts") {
      const shot = spanAt(lane.shots, time);
      return shot < 0 ? "" : `${shot + 1} / ${lane.shots.length}`;
    }
    if (lane.marks) {
      return lane.marks.filter(([at]) => Math.abs(at - time) <= 0.6).map(([, text]) => text).join(", ");
    }
    if (lane.levels) {
      const level = lane.levels[Math.min(lane.levels.length - 1, Math.floor(time / lane.step))];
      return level === undefined ? "" : level + lane.unit;
    }
    if (lane.texts) {
      return lane.texts.filter((_, i) => lane.spans[i][0] <= time && time < lane.spans[i][1]).join(" / ");
    }
    return spanAt(lane.spans, time) < 0 ? "" : "✓";
  }

  function drive(article) {
    const data = JSON.parse(article.querySelector("[data-island]").textContent);
    const scrub = article.querySelector("[data-scrub]");
    if (!scrub) return;
    const readout = article.querySelector("[data-readout]");
    const needle = scrub.querySelector(".needle");
    const frame = readout.querySelector("svg");
    const list = readout.querySelector("dl");
    const marks = [0, ...data.flags, ...data.lanes.flatMap((lane) => (lane.kind === "cuts" ? lane.shots.map(([start]) => start) : [])), data.duration].sort((a, b) => a - b);
    const head = { now: () => now, go, follow: (time) => go(time, true), onMove: null, isFilm: false };
    let now = 0;
    let written = -1; // when the readout was last written, while the film runs

    function row(label, text) {
      const group = document.createElement("div");
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = label;
      value.textContent = text;
      value.dir = "auto";
      group.append(term, value);
      return group;
    }

    function go(time, isFollowing = false) {
      now = Math.min(data.duration, Math.max(0, time));
      needle.style.left = `${(100 * now) / data.duration}%`;
      head.onMove?.(now, isFollowing);
      if (isFollowing && Math.abs(now - written) < 0.2) return;
      written = now;
      const still = data.stills.reduce((best, one) => (!best || Math.abs(one[0] - now) < Math.abs(best[0] - now) ? one : best), null);
      frame.toggleAttribute("hidden", !still);
      if (still) {
        frame.setAttribute("viewBox", `0 0 ${still[2]} ${still[3]}`);
        frame.querySelector("use").setAttribute("href", `#${still[1]}`);
      }
      const said = data.words.filter(([start, end]) => start - 0.6 <= now && now <= end + 0.6).map(([, , text]) => text).join(" ");
      const rows = data.lanes.map((lane) => [lane.label, lane.kind === "speech" && said ? said : told(lane, now)]);
      const words = rows.map(([label, text]) => `${label}: ${text === "✓" ? scrub.dataset.yes : text || "–"}`);
      readout.querySelector(".now").textContent = clock(now);
      list.replaceChildren(...rows.map(([label, text]) => row(label, text || "–")));
      scrub.setAttribute("aria-valuenow", now.toFixed(1));
      scrub.setAttribute("aria-valuetext", [clock(now), ...words].join("; "));
    }

    const at = (event) => {
      const box = scrub.getBoundingClientRect();
      return (data.duration * (event.clientX - box.left)) / box.width;
    };
    // A film is scrubbed by pressing, for who passes over its timeline means to lose no place.
    scrub.addEventListener("pointermove", (event) => { if (!head.isFilm || event.buttons) go(at(event)); });
    scrub.addEventListener("pointerdown", (event) => go(at(event)));
    scrub.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? Math.max(1, data.duration / 20) : Math.max(0.1, data.duration / 200);
      const later = marks.find((mark) => mark > now + 0.01);
      const earlier = marks.findLast((mark) => mark < now - 0.01);
      const to = {
        ArrowRight: now + step, ArrowUp: now + step, ArrowLeft: now - step, ArrowDown: now - step,
        Home: 0, End: data.duration, PageDown: later ?? data.duration, PageUp: earlier ?? 0,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      go(to);
    });
    article.addEventListener("click", (event) => {
      const link = event.target.closest("[data-seek]");
      if (!link) return;
      go(Number(link.dataset.seek));
      scrub.focus({ preventScroll: true });
      scrub.scrollIntoView({ block: "center" });
    });
    scrub.hidden = readout.hidden = false;
    article.querySelectorAll(".only-script").forEach((hint) => { hint.hidden = false; });
    go(0);
    window.playDraft(article, data, head);
  }

  function lay(article) {
    article.querySelectorAll("[data-zones]").forEach((section) => {
      section.addEventListener("change", (event) => {
        section.querySelectorAll("[data-zone]").forEach((part) => part.classList.toggle("off", part.dataset.zone !== event.target.value));
      });
    });
  }

  // One switch for the findings, their marks and the screen that lies over the picture.
  function choose(article) {
    const choice = article.querySelector("[data-platforms]");
    choice?.addEventListener("change", (event) => {
      const platform = event.target.value;
      article.querySelectorAll("[data-platform]").forEach((part) => part.classList.toggle("off", part.dataset.platform !== platform));
      article.querySelector(`[data-screen="${platform} ${article.dataset.placement}"]`)?.click();
    });
  }

  window.bringToLife = (article) => { drive(article); lay(article); choose(article); window.keepNotes(article); };
  document.querySelectorAll("main > [data-draft]").forEach(window.bringToLife);
})();
