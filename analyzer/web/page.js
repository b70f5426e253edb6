// The drop page: takes files, sends them one after another, and shows what the server says of them.

const { largest, words } = JSON.parse(document.getElementById("settings").textContent);
const [invitation, choose, files, trouble, section, cards, frame, heard] = [
  "invitation", "choose", "files", "trouble", "drafts", "cards", "report", "heard",
].map((id) => document.getElementById(id));
const wishes = document.getElementById("wishes");
wishes.addEventListener("submit", (event) => event.preventDefault());
const wide = matchMedia("(min-width: 60.01rem)");
const shown = new Map(); // draft id -> its card and what was last said about it
const held = new Map(); // draft id -> the file, as this page was given it
const here = location.pathname;

function say(sentence, values = {}) {
  return words[sentence].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function element(tag, kind, text) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}

// ── Sending ────────────────────────────────────────────────────────────────────────────────────

const waiting = [];
let sending = false;

async function send(file) {
  const isTooLarge = file.size > largest; // announced without its bytes, for the server to refuse
  const headers = {
    "X-Draft-Name": encodeURIComponent(file.name),
    "X-Draft-Size": file.size,
    "X-Draft-Wishes": encodeURIComponent(JSON.stringify(Object.fromEntries(new FormData(wishes)))),
  };
  const answer = await fetch(`${here}drafts`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/octet-stream" },
    body: isTooLarge ? null : file,
    cache: "no-store",
    redirect: "error",
  });
  if (!answer.ok) return;
  held.set((await answer.json()).id, file);
  handOver();
}

// A report can play the draft: it gets the file, which is in the browser and nowhere else any more.
function handOver() {
  const draft = held.get(frame.dataset.draft);
  if (draft) frame.contentWindow.postMessage({ draft }, "*");
}
frame.addEventListener("load", handOver);

async function add(dropped) {
  waiting.push(...dropped);
  if (sending) return;
  sending = true;
  while (waiting.length) {
    // What goes wrong with one file is on its card, which the server sends.
    await send(waiting.shift()).catch(() => {});
  }
  sending = false;
}

async function inside(folder) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!entries.length) break;
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory) found.push(...(await inside(entry)));
      else found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    }
  }
  return found.filter((file) => file.type.startsWith("video/"));
}

async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  if (!items.length) return complain(say("These are not files: {count}", { count: transfer.items.length }));
  const taken = items.map((item) => {
    const entry = item.webkitGetAsEntry?.();
    return entry?.isDirectory ? inside(entry) : [item.getAsFile()];
  });
  await add((await Promise.all(taken)).flat().filter(Boolean));
}

let over = 0; // dragenter and dragleave come for every element that is passed
function hover(change) {
  over = change === 0 ? 0 : Math.max(0, over + change);
  document.body.classList.toggle("over", over > 0);
  invitation.textContent = over > 0 ? say("Let go to analyze") : invitation.dataset.idle;
}
invitation.dataset.idle = invitation.textContent;
const drags = (event) => event.dataTransfer?.types.includes("Files");

addEventListener("dragenter", (event) => { if (drags(event)) hover(1); });
addEventListener("dragleave", (event) => { if (drags(event)) hover(-1); });
addEventListener("dragover", (event) => { event.preventDefault(); });
addEventListener("drop", (event) => {
  event.preventDefault();
  hover(0);
  trouble.hidden = true;
  dropped(event.dataTransfer);
});
choose.addEventListener("click", () => files.click());
files.addEventListener("change", () => {
  add([...files.files]);
  files.value = "";
});
addEventListener("beforeunload", (event) => { if (sending) event.preventDefault(); });

// ── Showing ────────────────────────────────────────────────────────────────────────────────────

function complain(sentence) {
  trouble.textContent = sentence;
  trouble.hidden = false;
}

function card(draft) {
  const item = element("li", "card");
  const parts = { item, name: element("h3", "", draft.name), state: element("p", "state") };
  parts.state.dir = "auto";
  parts.name.dir = "auto";
  item.append(parts.name, parts.state);
  cards.prepend(item);
  section.hidden = false;
  return parts;
}

function bar(parts, value, label) {
  parts.bar ??= parts.item.appendChild(element("progress"));
  parts.bar.max = 100;
  if (value === null) parts.bar.removeAttribute("value");
  else parts.bar.value = value;
  parts.bar.ariaLabel = label;
}

function link(draft, parts) {
  const read = element("a", "read", say("Read the report"));
  read.href = `${here}report/${draft.id}`;
  read.target = wide.matches ? "report" : "_blank";
  read.rel = "noopener";
  read.ariaLabel = say("Open the report of {name}", { name: draft.name });
  read.addEventListener("click", () => { if (wide.matches) select(parts, draft.id); });
  parts.read = read;
  parts.item.append(read);
}

// The caption of a draft, judged while it is typed.
function caption(draft, parts) {
  const fold = element("details", "caption");
  const field = element("textarea");
  const told = element("ul");
  told.setAttribute("role", "status");
  field.rows = 4;
  field.dir = "auto";
  field.ariaLabel = say("The caption of {name}", { name: draft.name });
  let timer = 0;
  let asked = 0;
  async function judge() {
    const turn = ++asked;
    const answer = await fetch(`${here}caption/${draft.id}`, { method: "POST", body: field.value, cache: "no-store" });
    if (turn !== asked || !answer.ok) return;
    const { lengths, found } = await answer.json();
    const lines = found.map(({ severity, message, remedy }) => {
      const line = element("li", severity, message);
      line.append(element("span", "act", remedy));
      return line;
    });
    const quiet = found.length ? [] : [element("li", "fine", say("Nothing to fix in this caption."))];
    told.replaceChildren(...lengths.map((text) => element("li", "length", text)), ...quiet, ...lines);
  }
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => judge().catch(() => {}), 300);
  });
  fold.append(element("summary", "", say("Caption")), field, told);
  parts.item.append(fold);
}

// What can be mended of a draft: the button, how far it is, and the file to fetch.
const mendings = {
  offered(draft) {
    const button = element("button", "mend", say("Mend it"));
    button.type = "button";
    button.ariaLabel = say("Mend {name}", { name: draft.name });
    button.addEventListener("click", async () => {
      button.disabled = true;
      const answer = await fetch(`${here}mend/${draft.id}`, { method: "POST", cache: "no-store" }).catch(() => null);
      button.disabled = Boolean(answer?.ok);
    });
    return [button];
  },
  running(draft) {
    const bar = element("progress");
    bar.ariaLabel = say("mending");
    return [element("span", "", draft.detail ? `${say("mending")}: ${draft.detail}` : say("mending")), bar];
  },
  done(draft) {
    const fetched = element("a", "fetch", say("Download the mended draft"));
    fetched.href = `${here}mended/${draft.id}`;
    fetched.download = "";
    fetched.ariaLabel = say("Download {name}, mended", { name: draft.name });
    return [fetched];
  },
  refused(draft) {
    return [element("span", "", `${say("Not mended")}: ${draft.detail}`)];
  },
  none: () => [],
};

function mending(draft, parts) {
  const told = `${draft.mending} ${draft.detail}`;
  if (parts.told === told || (draft.mending === "none" && !parts.mend)) return;
  parts.mend ??= parts.item.appendChild(element("div", "mending"));
  parts.mend.replaceChildren(...mendings[draft.mending](draft));
  const said = { done: say("Mended"), refused: say("Not mended") }[draft.mending];
  if (said && parts.mending !== draft.mending) {
    heard.textContent = say("{name}: {state}", { name: draft.name, state: said });
    if (wide.matches && parts.item.classList.contains("shown")) parts.read.click(); // its report tells of it now
  }
  parts.told = told;
  parts.mending = draft.mending;
}

function select(parts, id) {
  frame.dataset.draft = id;
  for (const other of cards.children) other.classList.toggle("shown", other === parts.item);
  frame.hidden = false;
  document.body.classList.add("reading");
}

wide.addEventListener("change", () => {
  for (const read of cards.querySelectorAll("a.read")) read.target = wide.matches ? "report" : "_blank";
});

const verdicts = { // in the words of the report
  ready: () => say("Ready to post"),
  improve: () => say("Improve it first"),
  blocked: () => say("Do not post it yet"),
};

const states = {
  copying(draft, parts) {
    bar(parts, draft.percent, draft.name);
    return say("copying, {percent} %", { percent: draft.percent });
  },
  waiting(draft, parts) {
    parts.bar?.remove();
    delete parts.bar;
    return say("waiting");
  },
  analyzing(draft, parts) {
    bar(parts, null, draft.name);
    return draft.detail ? `${say("analyzing")}: ${draft.detail}` : say("analyzing");
  },
  failed(draft) {
    return `${say("Could not be analyzed")}: ${draft.detail}`;
  },
  done(draft, parts) {
    const verdict = verdicts[draft.verdict]();
    const score = say("{score} of 100", { score: draft.score });
    parts.item.classList.remove("ready", "improve", "blocked");
    parts.item.classList.add(draft.verdict);
    parts.state.replaceChildren(element("b", "", verdict), ` · ${score}`);
    if (!parts.read) {
      link(draft, parts);
      caption(draft, parts);
      if (wide.matches && frame.hidden) parts.read.click();
    }
    mending(draft, parts);
    return `${verdict}, ${score}`;
  },
};

function show(draft) {
  const parts = shown.get(draft.id) ?? card(draft);
  shown.set(draft.id, parts);
  const isOver = draft.stage === "done" || draft.stage === "failed";
  if (isOver) {
    parts.bar?.remove();
    parts.item.classList.toggle("failed", draft.stage === "failed");
  }
  const state = states[draft.stage](draft, parts);
  if (draft.stage !== "done") parts.state.textContent = state;
  if (parts.stage !== draft.stage && draft.stage !== "waiting") {
    heard.textContent = say("{name}: {state}", { name: draft.name, state });
  }
  parts.stage = draft.stage;
}

const news = new EventSource(`${here}events`);
news.addEventListener("open", () => { trouble.hidden = true; });
news.addEventListener("draft", (event) => show(JSON.parse(event.data)));
news.addEventListener("stopped", () => {
  news.close();
  complain(say("The analyzer was stopped. Start it again to go on."));
});
news.addEventListener("error", () => complain(say("The analyzer does not answer. Is it still running?")));
