// The page's own habits: clicks inside rendered HTML, the source pane, copying, input methods, light and dark.
// Runs once, when the page loads. It reads data-* attributes only and never builds markup from text.
() => {
  const EVENTS = ["open", "read", "ask", "vote", "retry", "talk", "forget", "remove", "close"];
  const FIELDS = ["turn", "n", "near", "start", "q", "vote", "id", "source"];
  const NUMBERS = new Set(["turn", "n", "near", "start"]);
  const find = (selector) => document.querySelector(selector);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behaviour = calm ? "auto" : "smooth";
  let returnTo = null;

  // --- clicks ---------------------------------------------------------------------------------------------------
  const dataOf = (node) => {
    const data = {};
    for (const field of FIELDS) {
      const text = node.dataset[field];
      if (text !== undefined) data[field] = NUMBERS.has(field) ? Number(text) : text;
    }
    return data;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages served over plain HTTP have no clipboard interface.
      const box = document.createElement("textarea");
      box.value = text;
      box.style.position = "fixed";
      box.style.opacity = "0";
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
  };

  const say = (node, text) => {
    if (!text) return;
    const note = document.createElement("span");
    note.className = "wy-toast";
    note.setAttribute("role", "status");
    note.textContent = text;
    node.after(note);
    setTimeout(() => note.remove(), 1600);
  };

  const setTheme = (dark) => {
    document.body.classList.toggle("dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  };

  const act = (node, trigger) => {
    const name = node.dataset.act;
    if (name === "copy") {
      copy(node.dataset.copy).then(() => say(node, find(".wy-head")?.dataset.copied));
    } else if (name === "theme") {
      const dark = !document.body.classList.contains("dark");
      localStorage.setItem("wenyu-theme", dark ? "dark" : "light");
      setTheme(dark);
    } else if (name === "link") {
      copy(location.origin + location.pathname + node.dataset.link).then(() => say(node, find(".wy-head")?.dataset.copied));
    } else if (name === "ask" && window.wenyuAsk) {
      window.wenyuAsk(node.dataset.q);
    } else if (name === "back") {
      goBack();
    } else if (EVENTS.includes(name)) {
      if (name === "open" || name === "read") {
        if (!node.closest(".wy-pane")) returnTo = node;
        wantScroll = Date.now();
      }
      trigger(name, dataOf(node));
      if (name === "close") setTimeout(goBack, 50);
    }
  };

  const goBack = () => {
    const turn = find(".wy-pane [data-turn]")?.dataset.turn;
    const place = returnTo?.isConnected ? returnTo : find(turn ? `#wy-turn-${CSS.escape(turn)}` : "#wy-ask textarea");
    place?.scrollIntoView({ block: "center", behavior: behaviour });
    place?.focus?.({ preventScroll: true });
  };

  const wire = (element, trigger) => {
    if (element.closest("#wy-thread")) window.wenyuFire = (q) => trigger("ask", { q });
    element.addEventListener("click", (event) => {
      const node = event.target.closest("[data-act]");
      if (node && element.contains(node)) return act(node, trigger);
      const card = event.target.closest("[data-card]");
      const busy = event.target.closest("button, summary, details, a") || String(window.getSelection()).length;
      if (card && !busy) act(card.querySelector("[data-act=open]"), trigger);
    });
  };
  // Components may be there before this script: each leaves its element in a list.
  window.wenyu = { push: ([element, trigger]) => wire(element, trigger) };
  const waiting = window.wenyuWaiting ?? [];
  window.wenyuWaiting = window.wenyu;
  waiting.forEach(([element, trigger]) => wire(element, trigger));

  // --- what changed on the page ----------------------------------------------------------------------------------
  let wantScroll = 0;
  let shownAt = "";
  let turns = 0;
  let waits = false;

  const showHit = () => {
    const visible = [...document.querySelectorAll(".wy-pane")].find((pane) => pane.offsetParent !== null);
    if (!visible) return;
    const text = visible.querySelector(".wy-article");
    const hit = visible.querySelector("#wy-hit") ?? visible.querySelector(".wy-here");
    if (text && hit) {
      const top = hit.getBoundingClientRect().top - text.getBoundingClientRect().top;
      text.scrollTo({ top: text.scrollTop + top - text.clientHeight / 3, behavior: "auto" });
    } else if (text) {
      text.scrollTo({ top: 0 });
    }
    if (wantScroll) {
      // Where the pane lies under the answer (a narrow screen), the page itself has to move.
      const box = visible.getBoundingClientRect();
      if (box.top > window.innerHeight * 0.6 || box.bottom < 80) {
        visible.scrollIntoView({ block: "start", behavior: behaviour });
      }
      text?.focus({ preventScroll: true });
      wantScroll = 0;
    }
  };

  const showTurn = () => {
    const thread = find(".wy-thread");
    if (!thread) return;
    const now = Number(thread.dataset.turns);
    const done = thread.dataset.pending === "0";
    // Once when the question appears and once when its answer has made the page long enough to bring it to the top.
    if (now > turns || (!done && now === turns && !waits) || (done && waits)) {
      thread.querySelector(".wy-turn:last-child")?.scrollIntoView({ block: "start", behavior: behaviour });
    }
    turns = now;
    waits = !done;
    // A card shows the quoted sentence, however long the passage around it is.
    for (const box of thread.querySelectorAll(".wy-card blockquote")) {
      const mark = box.querySelector("mark");
      if (mark && box.scrollHeight > box.clientHeight && !box.scrollTop) {
        box.scrollTop = mark.offsetTop - box.offsetTop - box.clientHeight / 3;
      }
    }
  };

  // What asks or tells something about an article may be far above the row that was clicked.
  let sureShown = false;
  let said = "";
  const showSure = () => {
    const sure = find("#wy-sure");
    const visible = Boolean(sure?.offsetParent);
    if (visible && !sureShown) {
      sure.scrollIntoView({ block: "center", behavior: "auto" });
      [...sure.querySelectorAll("button")].pop()?.focus({ preventScroll: true });
    }
    sureShown = visible;
    const note = find("#wy-said");
    if (note?.offsetParent && note.textContent !== said) {
      said = note.textContent;
      if (said.trim()) note.scrollIntoView({ block: "nearest", behavior: "auto" });
    }
  };

  const showLanguage = () => {
    const head = find(".wy-head");
    if (!head) return;
    const tag = head.dataset.lang === "en" ? "en" : "zh-CN";
    if (document.documentElement.lang !== tag) document.documentElement.lang = tag;
    if (document.title !== head.dataset.title) document.title = head.dataset.title;
    // Controls that Gradio gives no name.
    for (const [selector, name] of [["#wy-ask button", head.dataset.send], ["#wy-language", head.dataset.language]]) {
      const node = find(selector);
      if (node && node.getAttribute("aria-label") !== name) node.setAttribute("aria-label", name);
    }
  };

  // The question box opens when the page knows its session; then it takes the cursor, as on any search page.
  let boxOpened = false;
  const openBox = () => {
    const box = find("#wy-ask textarea");
    if (boxOpened || !box || box.disabled) return;
    boxOpened = true;
    if (document.activeElement === document.body) box.focus({ preventScroll: true });
  };

  let scheduled = false;
  const changed = () => {
    scheduled = false;
    openBox();
    showLanguage();
    showSure();
    showTurn();
    const at = [...document.querySelectorAll(".wy-pane")].map((pane) => pane.dataset.at ?? "").join("|");
    if (at !== shownAt || (wantScroll && Date.now() - wantScroll > 250)) {
      shownAt = at;
      showHit();
    }
  };
  const schedule = () => {
    if (!scheduled) {
      scheduled = true;
      requestAnimationFrame(changed);
    }
  };
  new MutationObserver(schedule).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-at", "data-turns", "data-pending", "data-lang", "disabled"],
  });
  // Opening the same sentence again changes nothing on the page, yet it has to come back into view.
  setInterval(() => wantScroll && schedule(), 150);

  // --- keys -------------------------------------------------------------------------------------------------------
  // Enter that chooses a word in a Chinese input method must not send: it belongs to the composition.
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  // Safari ends the composition before it reports the key that ended it.
  document.addEventListener("compositionend", () => setTimeout(() => { composing = false; }, 30), true);
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(kind, (event) => {
      if (event.key === "Enter" && (composing || event.isComposing || event.keyCode === 229)) {
        event.stopImmediatePropagation();
      }
    }, true);
  }
  document.addEventListener("keydown", (event) => {
    const pane = event.target.closest?.(".wy-pane");
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (pane && event.key === "ArrowLeft") pane.querySelector("[data-step=prev]:not([disabled])")?.click();
    if (pane && event.key === "ArrowRight") pane.querySelector("[data-step=next]:not([disabled])")?.click();
    if (pane && event.key === "Escape") pane.querySelector("[data-act=close]")?.click();
    if (event.key === "/" && !event.target.closest?.("input, textarea, select")) {
      event.preventDefault();
      find("#wy-ask textarea")?.focus();
    }
  });

  // --- once -------------------------------------------------------------------------------------------------------
  const theme = localStorage.getItem("wenyu-theme");
  if (theme) setTheme(theme === "dark");
  const icon = document.createElement("link");
  icon.rel = "icon";
  icon.href = "data:image/svg+xml," + encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#a63a2b"/>' +
    '<text x="16" y="23" font-size="19" text-anchor="middle" fill="#fff" font-family="serif">渝</text></svg>');
  document.querySelectorAll("link[rel~=icon]").forEach((old) => old.remove());
  document.head.append(icon);
  schedule();
}
