/** Text with entities (Bot API, "MessageEntity": offsets in UTF-16 code units, as JavaScript counts). */

import { icon, make, safeUrl } from "./dom.js";
import { say } from "./words.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };

/**
 * The text as nodes.
 * `act` supplies what a tap does: `openUrl(url)`, `write(text)`, `copy(text)`.
 */
export function renderText(text, entities, act) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, sorted, 0, text.length, act);
}

function between(text, entities, start, end, act) {
  const nodes = [];
  const queue = [...entities];
  let at = start;
  let afterBlock = false;
  const plain = (to, beforeBlock) => {
    let part = text.slice(at, to);
    // A block stands on lines of its own, so the line break beside it is already drawn.
    if (afterBlock && part.startsWith("\n")) part = part.slice(1);
    if (beforeBlock && part.endsWith("\n")) part = part.slice(0, -1);
    if (part) nodes.push(part);
    at = Math.max(at, to);
  };
  while (queue.length > 0) {
    const entity = queue.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= to) continue;
    const isBlock = BLOCKS.has(entity.type);
    plain(from, isBlock);
    const inside = [];
    const later = [];
    for (const other of queue) {
      if (other.offset >= to) {
        later.push(other);
        continue;
      }
      inside.push(other);
      const rest = other.offset + other.length - to;
      if (rest > 0) later.push({ ...other, offset: to, length: rest });
    }
    queue.splice(
      0,
      queue.length,
      ...later.sort((a, b) => a.offset - b.offset || b.length - a.length),
    );
    nodes.push(wrap(entity, between(text, inside, from, to, act), text.slice(from, to), act));
    at = to;
    afterBlock = isBlock;
  }
  plain(end, false);
  return nodes;
}

function wrap(entity, children, text, act) {
  if (entity.type in TAGS) return make(TAGS[entity.type], {}, children);
  switch (entity.type) {
    case "spoiler":
      return spoiler(children);
    case "code":
      return copyable(children, text, act);
    case "pre":
      return pre(children, text, entity.language, act);
    case "blockquote":
      return make("blockquote", { class: "quote" }, make("div", { class: "quote-body" }, children));
    case "expandable_blockquote":
      return expandable(children);
    case "text_link":
      return link(children, entity.url, act);
    case "url":
      return link(children, text, act);
    case "email":
      return link(children, `mailto:${text}`, act);
    case "phone_number":
      return link(children, `tel:${text.replace(/[^+\d]/g, "")}`, act);
    case "mention":
      return link(children, `https://t.me/${text.slice(1)}`, act);
    case "bot_command":
      return tap(children, () => act.write(text));
    case "hashtag":
    case "cashtag":
    case "text_mention":
      return make("span", { class: "tag" }, children);
    case "date_time":
      return make("time", { class: "moment", datetime: isoOf(entity.unix_time) }, children);
    default:
      return make("span", {}, children);
  }
}

const isoOf = (seconds) =>
  Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString() : null;

/** Something that looks like a link and does `action`. */
export const tap = (children, action) =>
  make("button", { type: "button", class: "tap", on: { click: action } }, children);

/** A link whose address is shown before it is followed; plain text when the address is unsafe. */
export function link(children, address, act) {
  const url = safeUrl(address);
  if (url === null) return make("span", {}, children);
  const follow = (event) => {
    event.preventDefault();
    event.stopPropagation();
    act.openUrl(url);
  };
  return make(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer", on: { click: follow } },
    children,
  );
}

/** Text under a cover that one press takes away. */
export function spoiler(children) {
  const cover = make(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": say("spoiler") },
    make("span", { class: "spoiler-text", "aria-hidden": "true", inert: true }, children),
  );
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    cover.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    for (const name of ["aria-hidden", "inert"]) cover.firstChild.removeAttribute(name);
    cover.removeEventListener("click", show);
    cover.removeEventListener("keydown", show);
  };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", show);
  return cover;
}

/** Code inside a line; a press copies it. */
export const copyable = (children, text, act) =>
  make("code", { title: say("copy"), on: { click: () => act.copy(text) } }, children);

/** Code on lines of its own, with its language and a button to copy it. */
export function pre(children, text, name, act) {
  const head = make(
    "div",
    { class: "pre-head" },
    make("span", {}, name ?? ""),
    make(
      "button",
      {
        type: "button",
        class: "pre-copy",
        "aria-label": say("copy"),
        on: { click: () => act.copy(text) },
      },
      icon("copy"),
    ),
  );
  return make(
    "div",
    { class: "pre" },
    head,
    make("pre", { tabindex: "0" }, make("code", {}, children)),
  );
}

/** A quotation of which three lines show until its chevron is pressed. */
export function expandable(children) {
  const body = make("div", { class: "quote-body" }, children);
  const chevron = make(
    "button",
    { type: "button", class: "chevron", "aria-expanded": "false", "aria-label": say("expand") },
    icon("down"),
  );
  const quote = make("blockquote", { class: "quote expandable" }, body, chevron);
  const toggle = () => {
    const opened = quote.classList.toggle("opened");
    chevron.setAttribute("aria-expanded", String(opened));
    chevron.setAttribute("aria-label", say(opened ? "collapse" : "expand"));
  };
  quote.addEventListener("click", (event) => {
    const inner = event.target.closest("a, button, .spoiler, code");
    if (inner === null || inner === chevron) toggle();
  });
  const measure = new ResizeObserver(() => {
    if (!quote.isConnected) return;
    if (!quote.classList.contains("opened"))
      quote.classList.toggle("short", body.scrollHeight <= body.clientHeight + 2);
  });
  measure.observe(body);
  return quote;
}
