// Plays the draft under its timeline: from beside the page, from the drop page, or as chosen.
(() => {
  const FASTEST = 4;
  const FACE_SECONDS = 0.3; // as far as a face is seen around the frame that was looked at
  const SVG = "http://www.w3.org/2000/svg";

  function boxesAt(data, time) {
    const texts = data.texts.filter(([start, end]) => start <= time && time <= end).map(([, , box]) => ["line", box]);
    let nearest = null;
    for (const sighting of data.faces) {
      if (!nearest || Math.abs(sighting[0] - time) < Math.abs(nearest[0] - time)) nearest = sighting;
    }
    const faces = nearest && Math.abs(nearest[0] - time) <= FACE_SECONDS ? nearest[1].map((box) => ["face", box]) : [];
    return [...texts, ...faces];
  }

  function drawn([kind, [x, y, width, height]]) {
    const box = document.createElementNS(SVG, "rect");
    box.setAttribute("class", `box ${kind}`);
    for (const [name, value] of Object.entries({ x, y, width, height, rx: 8 })) box.setAttribute(name, value);
    return box;
  }

  // `head` is the playhead of the timeline: it is moved by whoever plays, and tells who moves it.
  window.playDraft = (article, data, head) => {
    const video = article.querySelector("[data-video]");
    if (!video) return;
    const stage = article.querySelector(".stage");
    const [keys, over, pick, picking, hint, play] = [
      "keys", "over", "pick", "picking", "hint", "play",
    ].map((name) => article.querySelector(`[data-${name}]`));
    const boxes = over.querySelector('[data-layer="boxes"]');
    const label = play.textContent;
    const frame = 1 / data.fps;
    let address = null;
    let speed = 0; // of what J and L play: negative backwards, 0 stands still
    let wanted = null; // the last moment that was asked for while another was sought
    let last = 0;

    // The middle of a frame is in no doubt: its first moment may be told a little early.
    const inside = (time) => Math.min(Math.max(0, time) + frame / 2, Math.max(0, (video.duration || data.duration) - frame / 4));
    function seek(time) {
      if (video.seeking) wanted = time;
      else video.currentTime = inside(time);
    }
    video.addEventListener("seeked", () => {
      if (wanted === null) return;
      const time = wanted;
      wanted = null;
      seek(time);
    });

    function run(rate) {
      const played = speed > 0;
      speed = rate;
      if (rate > 0) {
        video.playbackRate = rate;
        video.play().catch(() => run(0));
      } else {
        video.pause();
        if (played) follow(); // no frame may have been painted since it began to play
      }
      play.textContent = speed ? play.dataset.pause : label;
      if (speed) {
        last = performance.now();
        requestAnimationFrame(turn);
      }
    }

    function follow() {
      if (!video.seeking) head.follow(video.currentTime);
    }

    function turn(now) {
      if (!speed || !video.isConnected) return;
      if (speed > 0) {
        if (video.ended) return run(0);
        follow();
      } else {
        head.go(head.now() + (speed * (now - last)) / 1000);
        if (head.now() <= 0) return run(0);
      }
      last = now;
      requestAnimationFrame(turn);
    }

    head.onMove = (time, isFollowing) => {
      if (!video.src) return;
      if (!isFollowing) seek(time);
      boxes.replaceChildren(...boxesAt(data, time).map(drawn));
    };

    const step = (frames) => {
      run(0);
      head.go((Math.floor(head.now() / frame + 0.25) + frames) * frame);
    };
    const faster = (way) => run(Math.sign(speed) === way ? Math.sign(way) * Math.min(FASTEST, Math.abs(speed) * 2) : way);
    const acts = {
      " ": () => run(speed ? 0 : 1), k: () => run(0), l: () => faster(1), j: () => faster(-1),
      ArrowRight: () => step(1), ArrowLeft: () => step(-1), ArrowUp: () => step(1), ArrowDown: () => step(-1),
    };
    stage.addEventListener("keydown", (event) => {
      const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      const isOwn = event.key === " " && event.target.matches("button, input");
      if (!video.src || video.hidden || !act || isOwn || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    }, { capture: true });
    play.addEventListener("click", () => run(speed ? 0 : 1));
    video.addEventListener("click", () => run(speed ? 0 : 1));
    keys.querySelectorAll("[data-step]").forEach((button) => {
      button.addEventListener("click", () => step(Number(button.dataset.step)));
    });
    keys.addEventListener("change", (event) => {
      over.querySelector(`[data-layer="${event.target.dataset.shows}"]`)?.classList.toggle("off", !event.target.checked);
    });

    function load(source, failed) {
      run(0);
      const refuse = (why) => {
        hint.textContent = why;
        show(false);
      };
      video.onerror = () => refuse(failed);
      video.onloadedmetadata = () => {
        if (!video.videoWidth) return refuse(hint.dataset.unplayable); // its sound can be played, its picture not
        const differs = Math.abs(video.duration - data.duration) > Math.max(0.5, data.duration / 50);
        hint.textContent = differs ? hint.dataset.differs : hint.dataset.plays;
        show(true);
        head.go(head.now());
      };
      video.src = source;
    }

    function show(isThere) {
      video.hidden = !isThere;
      over.toggleAttribute("hidden", !isThere);
      keys.hidden = !isThere;
      head.isFilm = isThere;
      stage.classList.toggle("plays", isThere);
      if (!isThere) video.removeAttribute("src");
      picking.textContent = isThere ? picking.dataset.other : picking.dataset.idle;
    }

    function open(file) {
      if (address) URL.revokeObjectURL(address);
      address = URL.createObjectURL(file);
      load(address, hint.dataset.unplayable);
    }

    picking.dataset.idle = picking.textContent;
    pick.addEventListener("change", () => { if (pick.files[0]) open(pick.files[0]); });
    // The drop page, which holds this one, hands over the file that was dropped on it.
    addEventListener("message", (event) => {
      if (event.source === window.parent && window.parent !== window && event.data?.draft instanceof File) open(event.data.draft);
    });
    if (video.dataset.source) load(video.dataset.source, hint.dataset.missing);
  };
})();
