// Asking: the box is emptied here and at once, questions wait here for each other, and the address names the question.
// Runs once, after page.js, which tells how to send a question (window.wenyuFire). Builds no markup from text.
() => {
  const GIVE_UP_MS = 90_000;
  const find = (selector) => document.querySelector(selector);
  const box = () => find("#wy-ask textarea");
  const words = () => find(".wy-head")?.dataset ?? {};
  const lastTurn = () => find(".wy-thread .wy-turn:last-child");
  const questionOf = (turn) => turn?.querySelector(".wy-question")?.textContent ?? "";

  const put = (node, text) => {
    if (!node || node.value === text) return;
    const kind = node.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(node, text);
    node.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const giveBack = (question) => {
    if (box() && !box().value) put(box(), question);
  };

  // --- one question at a time -----------------------------------------------------------------------------------
  const waiting = [];
  let current = null;

  const ask = (question, how = {}) => {
    if (!question.trim()) return box()?.focus();
    waiting.push({ question, ...how });
    step();
  };

  const showWaiting = () => {
    let note = find("#wy-waiting");
    if (!note && waiting.length) {
      note = document.createElement("p");
      note.id = "wy-waiting";
      note.className = "wy-note";
      note.setAttribute("role", "status");
      find("#wy-composer")?.prepend(note);
    }
    const text = waiting.length ? (words().waiting ?? "").replace("{count}", waiting.length) : "";
    if (note && note.textContent !== text) note.textContent = text;
  };

  const finish = (failed) => {
    const { question, replace } = current;
    current = null;
    if (failed) return giveBack(question);
    const address = addressOf(question);
    if (address !== location.search) history[replace ? "replaceState" : "pushState"]({}, "", address);
    return undefined;
  };

  const step = () => {
    const thread = find(".wy-thread");
    if (current && thread) {
      const pending = thread.dataset.pending === "1";
      current.shown ||= pending;
      const here = lastTurn()?.id ?? "";
      if (!pending && (current.shown || here !== current.before)) finish(Boolean(lastTurn()?.querySelector(".wy-error")));
      else if (find(".toast-body.error") || Date.now() - current.since > GIVE_UP_MS) finish(true);
    }
    if (!current && waiting.length && thread && window.wenyuFire && !box()?.disabled) {
      current = { ...waiting.shift(), before: lastTurn()?.id ?? "", since: Date.now(), shown: false };
      window.wenyuFire(current.question);
    }
    showWaiting();
  };
  window.wenyuAsk = ask;
  new MutationObserver(step).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-turns", "data-pending"],
  });
  setInterval(step, 300);

  const send = () => {
    const text = box().value;
    put(box(), "");
    ask(text);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.target !== box()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send();
  }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#wy-ask button")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send();
  }, true);

  // --- addresses ------------------------------------------------------------------------------------------------
  const FILTERS = { from: "#wy-from input, #wy-from textarea", to: "#wy-to input, #wy-to textarea" };

  const addressOf = (question) => {
    const fields = new URLSearchParams({ q: question, lang: words().lang ?? "zh" });
    for (const [name, selector] of Object.entries(FILTERS)) {
      const value = find(selector)?.value.trim();
      if (value) fields.set(name, value);
    }
    return `?${fields}`;
  };

  const shownTurn = (question) =>
    [...document.querySelectorAll(".wy-thread .wy-turn")].reverse().find((turn) => questionOf(turn) === question);

  // A question named by the address begins a conversation of its own: an earlier one must not lend it place or year.
  const open = (fields) => {
    const question = fields.get("q") ?? "";
    if (!question.trim()) return;
    const turn = shownTurn(question);
    if (turn) return turn.scrollIntoView({ block: "start" });
    for (const [name, selector] of Object.entries(FILTERS)) put(find(selector), fields.get(name) ?? "");
    if (lastTurn()) find("#wy-new")?.click();
    const began = Date.now();
    const when = () => {
      if (lastTurn() && Date.now() - began < 5_000) setTimeout(when, 50);
      else ask(question, { replace: true });
    };
    setTimeout(when, 50);
  };
  window.addEventListener("popstate", () => open(new URLSearchParams(location.search)));

  // --- once -----------------------------------------------------------------------------------------------------
  const start = () => {
    const ready = box() && !box().disabled && find(".wy-thread") && window.wenyuFire;
    if (!ready) return setTimeout(start, 50);
    return open(new URLSearchParams(location.search));
  };
  start();
}
