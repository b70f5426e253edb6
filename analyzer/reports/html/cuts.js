// Two cuts in step: the one that is played leads, the other follows where it shows the same.
(() => {
  const article = document.querySelector("[data-cuts]");
  const data = JSON.parse(article.querySelector("[data-island]").textContent);
  const [keys, play, hint] = ["keys", "play", "hint"].map((name) => article.querySelector(`[data-${name}]`));
  const label = play.textContent;
  const APART = 0.12; // seconds by which the follower may be off while both run
  const FASTEST = 4;
  const comma = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  let lead = 1;
  let speed = 0;
  let last = 0;

  const sides = [0, 1].map((at) => {
    const figure = article.querySelector(`[data-side="${at}"]`);
    const scrub = article.querySelector(`[data-scrub="${at}"]`);
    const side = {
      at, figure, scrub, video: figure.querySelector("[data-video]"), needle: scrub.querySelector(".needle"),
      frame: 1 / data.fps[at], length: data.lengths[at], now: 0, wanted: null,
    };
    side.video.addEventListener("seeked", () => {
      if (side.wanted === null) return;
      const time = side.wanted;
      side.wanted = null;
      seek(side, time);
    });
    return side;
  });
  const other = (side) => sides[1 - side.at];

  function seek(side, time) {
    if (!side.video.src) return;
    if (side.video.seeking) side.wanted = time;
    else side.video.currentTime = Math.min(Math.max(0, time) + side.frame / 2, Math.max(0, (side.video.duration || side.length) - side.frame / 4));
  }

  // Where the other cut shows what this one does; null where it does not. What is kept goes first.
  function matching(side, time) {
    const holds = data.pieces.filter(([, ...spans]) => spans[0] && spans[1] && spans[side.at][0] <= time && time < spans[side.at][1]);
    const [found] = [...holds.filter(([kind]) => kind === "kept"), ...holds];
    if (!found) return null;
    const [own, its] = [found[1 + side.at], found[2 - side.at]];
    return its[0] + ((time - own[0]) * (its[1] - its[0])) / (own[1] - own[0]);
  }

  function point(side, time) {
    side.now = Math.min(side.length, Math.max(0, time));
    side.needle.style.left = `${(100 * side.now) / data.longest}%`;
    side.scrub.setAttribute("aria-valuenow", side.now.toFixed(1));
    side.scrub.setAttribute("aria-valuetext", `${comma.format(side.now)} s`);
  }

  function go(side, time) {
    lead = side.at;
    point(side, time);
    seek(side, side.now);
    const there = matching(side, side.now);
    other(side).figure.classList.toggle("waits", there === null);
    if (there !== null) {
      point(other(side), there);
      seek(other(side), there);
    }
  }

  function run(rate) {
    const played = speed > 0;
    speed = rate;
    const [leader, follower] = [sides[lead], other(sides[lead])];
    leader.video.muted = false;
    follower.video.muted = true;
    if (rate > 0) {
      leader.video.playbackRate = follower.video.playbackRate = rate;
      leader.video.play().catch(() => run(0));
    } else {
      leader.video.pause();
      follower.video.pause();
      if (played && !leader.video.seeking) {
        // The follower was a little off, and no frame may have been painted since the two began.
        point(leader, leader.video.currentTime);
        const there = matching(leader, leader.now);
        if (there !== null) {
          point(follower, there);
          seek(follower, there);
        }
      }
    }
    play.textContent = speed ? play.dataset.pause : label;
    if (speed) {
      last = performance.now();
      requestAnimationFrame(turn);
    }
  }

  function turn(now) {
    if (!speed) return;
    const [leader, follower] = [sides[lead], other(sides[lead])];
    if (speed < 0) {
      go(leader, leader.now + (speed * (now - last)) / 1000);
      if (leader.now <= 0) return run(0);
    } else {
      if (leader.video.ended) return run(0);
      if (!leader.video.seeking) {
        point(leader, leader.video.currentTime);
        keepStep(follower, matching(leader, leader.now));
      }
    }
    last = now;
    requestAnimationFrame(turn);
  }

  function keepStep(follower, there) {
    follower.figure.classList.toggle("waits", there === null);
    if (there === null) {
      follower.video.pause();
      return;
    }
    point(follower, there);
    if (!follower.video.src || follower.video.seeking) return;
    if (Math.abs(follower.video.currentTime - there) > APART) follower.video.currentTime = there;
    if (follower.video.paused && !follower.video.ended) follower.video.play().catch(() => {});
  }

  const step = (frames) => {
    const side = sides[lead];
    run(0);
    go(side, (Math.floor(side.now / side.frame + 0.25) + frames) * side.frame);
  };
  const faster = (way) => run(Math.sign(speed) === way ? way * Math.min(FASTEST, Math.abs(speed) * 2) : way);
  const acts = {
    " ": () => run(speed ? 0 : 1), k: () => run(0), l: () => faster(1), j: () => faster(-1),
    ArrowRight: () => step(1), ArrowUp: () => step(1), ArrowLeft: () => step(-1), ArrowDown: () => step(-1),
    Home: () => go(sides[lead], 0), End: () => go(sides[lead], sides[lead].length),
  };
  article.addEventListener("keydown", (event) => {
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const scrub = event.target.closest("[data-scrub]");
    if (!act || event.ctrlKey || event.metaKey || event.altKey || !(scrub || event.target.closest("[data-keys]"))) return;
    if (event.key === " " && !scrub) return;
    if (scrub && Number(scrub.dataset.scrub) !== lead) {
      run(0);
      lead = Number(scrub.dataset.scrub);
    }
    event.preventDefault();
    act();
  });
  play.addEventListener("click", () => run(speed ? 0 : 1));
  keys.querySelectorAll("[data-step]").forEach((button) => button.addEventListener("click", () => step(Number(button.dataset.step))));

  for (const side of sides) {
    const at = (event) => {
      const box = side.scrub.getBoundingClientRect();
      return (data.longest * (event.clientX - box.left)) / box.width;
    };
    const pressed = (event) => {
      run(0);
      go(side, at(event));
    };
    side.scrub.addEventListener("pointerdown", pressed);
    side.scrub.addEventListener("pointermove", (event) => { if (event.buttons) pressed(event); });
    side.scrub.hidden = false;
    side.video.addEventListener("click", () => run(speed ? 0 : 1));
    const load = (source) => {
      run(0);
      side.video.onerror = () => { side.video.hidden = true; };
      side.video.onloadedmetadata = () => {
        if (!side.video.videoWidth) return side.video.onerror(); // its sound plays, its picture does not
        side.video.hidden = false;
        hint.hidden = keys.hidden = false;
        const picking = side.figure.querySelector("[data-picking]");
        picking.textContent = picking.dataset.other;
        seek(side, side.now);
      };
      side.video.src = source;
    };
    side.figure.querySelector("[data-pick]").addEventListener("change", (event) => {
      if (event.target.files[0]) load(URL.createObjectURL(event.target.files[0]));
    });
    if (side.video.dataset.source) load(side.video.dataset.source);
  }
  article.addEventListener("click", (event) => {
    const link = event.target.closest("[data-seek]");
    if (!link) return;
    run(0);
    const side = sides[Number(link.dataset.on)];
    go(side, Number(link.dataset.seek));
    side.scrub.focus({ preventScroll: true });
    article.querySelector(".duo").scrollIntoView({ block: "start" });
  });
  article.querySelectorAll(".only-script").forEach((part) => { part.hidden = false; });
  go(sides[1], 0);
})();
