/** The panes beside the phone: clock, trouble, numbers, and the calls the bot makes. */

import { clockOf, dayOf, numberOf } from "./dates.js";
import { byId, icon, make, refill } from "./dom.js";
import { chatsOf, model, nowMs } from "./model.js";
import { fetchExtra, post } from "./server.js";
import { say } from "./words.js";
import { toast } from "./overlay.js";

const CALLS_KEPT = 200;
const trouble = { kind: null, until: 0 };

/** Connects the buttons of both panes. */
export function startPanes() {
  const press = (id, action) => byId(id).addEventListener("click", action);
  press("to-morning", () => moveClock({ to: "07:00" }));
  press("plus-hour", () => moveClock({ seconds: 3600 }));
  press("flood", () => startTrouble("flood", 10));
  press("offline", () => startTrouble("offline", 30));
  press("old-client", toggleDialect);
  press("only-errors", () => {
    const isOn = byId("call-list").classList.toggle("only-errors");
    byId("only-errors").setAttribute("aria-pressed", String(isOn));
  });
  press("clear-calls", () => {
    byId("call-list").replaceChildren();
    byId("no-calls").hidden = false;
  });
  setInterval(tick, 1000);
  startSheets();
}

async function order(name, body) {
  try {
    return await post(name, body);
  } catch {
    toast(say("notSent"));
    return null;
  }
}

async function moveClock(to) {
  const answer = await order("clock", to);
  if (answer?.moved === false) toast(say("clockFixed"));
}

async function startTrouble(kind, seconds) {
  const isOn = trouble.kind === kind;
  const answer = await order("fault", isOn ? { kind: "none", seconds: 0 } : { kind, seconds });
  if (answer === null) return;
  Object.assign(
    trouble,
    isOn ? { kind: null, until: 0 } : { kind, until: Date.now() + seconds * 1000 },
  );
  drawTrouble();
}

async function toggleDialect() {
  const answer = await order("dialect", { rich: !model.isRich });
  if (answer === null) return;
  model.isRich = !model.isRich;
  drawDialect();
}

function tick() {
  drawClock();
  if (trouble.kind) drawTrouble();
}

/** Shows whether the server knows rich messages. */
export function drawDialect() {
  byId("old-client").setAttribute("aria-pressed", String(!model.isRich));
}

/** Draws the simulated time wherever it stands. */
export function drawClock() {
  const now = nowMs();
  byId("clock-time").textContent = clockOf(now);
  byId("clock-day").textContent = dayOf(now);
  byId("status-time").textContent = clockOf(now);
}

function drawTrouble() {
  const left = Math.ceil((trouble.until - Date.now()) / 1000);
  if (left <= 0) trouble.kind = null;
  for (const kind of ["flood", "offline"])
    byId(kind).setAttribute("aria-pressed", String(trouble.kind === kind));
  byId("trouble").hidden = trouble.kind === null;
  if (trouble.kind)
    byId("trouble").textContent = say("faultOn", { what: say(trouble.kind), n: left });
}

/** Adds a call to the log, newest on top; its params open on a press. */
export function addCall(call) {
  if (call.method === "getUpdates" && call.ok) return;
  byId("no-calls").hidden = true;
  const chat = chatsOf(model.person)
    .concat(model.chats)
    .find((one) => one.id === call.chat_id);
  const whose = model.names.get(call.chat_id) ?? chat?.title ?? call.chat_id ?? "";
  const params =
    typeof call.params === "string" ? call.params : JSON.stringify(call.params ?? {}, null, 2);
  const summary = make(
    "summary",
    {},
    make(
      "span",
      { class: `state ${call.ok ? "good" : "bad"}` },
      call.ok ? say("ok_call") : (call.error_code ?? say("error_call")),
    ),
    make("span", { class: "call-name" }, call.method),
    make("span", { class: "call-chat" }, String(whose)),
    make("span", { class: "call-ms" }, `${Math.round(call.ms ?? 0)} ms`),
  );
  const entry = make(
    "details",
    { class: call.ok ? "call" : "call failed" },
    summary,
    make(
      "div",
      { class: "call-body" },
      make("div", { class: "note" }, clockOf(nowMs())),
      !call.ok && make("p", { class: "call-error" }, call.description ?? ""),
      make("pre", { tabindex: "0" }, params),
    ),
  );
  byId("call-list").prepend(entry);
  while (byId("call-list").children.length > CALLS_KEPT) byId("call-list").lastChild.remove();
}

let waiting = null;

/** Fetches the numbers again soon; many events in a row cost one request. */
export function refreshExtraSoon() {
  waiting ??= setTimeout(async () => {
    waiting = null;
    try {
      drawExtra(await fetchExtra());
    } catch {
      drawExtra({});
    }
  }, 400);
}

function drawExtra(extra) {
  const articles = [...(extra?.articles ?? [])].sort((a, b) => b.views - a.views).slice(0, 8);
  const most = Math.max(1, ...articles.map((article) => article.views));
  byId("no-views").hidden = articles.length > 0;
  refill(
    byId("views"),
    articles.map((article) =>
      make(
        "li",
        {},
        make("span", { class: "view-title" }, article.title),
        make("span", { class: "view-count" }, numberOf(article.views)),
        bar(article.views / most),
        make("span", { class: "note" }, `${say("readers")}: ${numberOf(article.readers)}`),
      ),
    ),
  );
  const ledger = extra?.ledger ?? [];
  byId("no-ledger").hidden = ledger.length > 0;
  refill(
    byId("ledger"),
    ledger.map((line) =>
      make(
        "li",
        {},
        make("span", { class: `dot dot-${line.state}` }),
        make("span", {}, say(line.state)),
        make("strong", {}, numberOf(line.count)),
      ),
    ),
  );
}

function bar(share) {
  const fill = make("span", { class: "bar-fill" });
  fill.style.setProperty("inline-size", `${Math.max(2, 100 * share)}%`);
  return make("span", { class: "bar" }, fill);
}

/** On narrow windows the panes are sheets over the phone. */
function startSheets() {
  const wide = matchMedia("(min-width: 1080px)");
  const settle = () => {
    for (const id of ["desk", "calls"]) {
      const isOpen = wide.matches || byId(id).classList.contains("open");
      byId(id).inert = !isOpen;
      byId(`${id}-button`).setAttribute("aria-expanded", String(isOpen));
    }
    byId("shade").hidden = wide.matches || !document.querySelector(".pane.open");
  };
  const close = () => {
    const open = document.querySelector(".pane.open");
    open?.classList.remove("open");
    settle();
    if (open && !wide.matches) byId(`${open.id}-button`).focus();
  };
  for (const id of ["desk", "calls"]) {
    byId(`${id}-button`).append(icon(id === "desk" ? "sliders" : "pulse"));
    byId(`${id}-button`).addEventListener("click", () => {
      close();
      byId(id).classList.add("open");
      settle();
      byId(`${id}-close`).focus();
    });
    byId(`${id}-close`).append(icon("close"));
    byId(`${id}-close`).addEventListener("click", close);
  }
  byId("shade").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !byId("dialog").open) close();
  });
  wide.addEventListener("change", settle);
  settle();
}
