/** The messages of the open chat: bubbles changed in place, and the reader's place kept. */

import { dayOf } from "./dates.js";
import { byId, make } from "./dom.js";
import { nameOf, renderMessage, serviceText } from "./message.js";
import { chatOf, idOf, isOut, messagesOf, model } from "./model.js";
import { language } from "./words.js";

const drawn = new Map();
const scroller = () => byId("scroller");
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Whether the newest message is in sight. */
export const isAtEnd = () =>
  scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight < 48;

/** Forgets what is drawn, as when another chat is opened. */
export function clearList() {
  drawn.clear();
  byId("messages").replaceChildren();
}

/** Goes to the newest message. */
export function goToEnd({ smooth = false } = {}) {
  scroller().scrollTo({
    top: scroller().scrollHeight,
    behavior: smooth && !isCalm() ? "smooth" : "instant",
  });
}

/** Goes to the oldest of the `count` newest messages of others; to the end when all fit. */
export function goToUnread(count) {
  goToEnd();
  const others = byId("messages").querySelectorAll(".message.in");
  const oldest = others[others.length - count]?.closest(".row");
  if (oldest) scroller().scrollTop = Math.min(scroller().scrollTop, topOf(oldest) - 12);
}

/** Draws the open chat as it now is; who was at the end goes along with new messages. */
export function drawList(act) {
  const wasAtEnd = isAtEnd();
  const before = new Set(drawn.keys());
  const place = placeOf();
  const rows = rowsOf(messagesOf(model.person, model.chat));
  reconcile(rows, act);
  restore(place);
  const added = rows.filter((row) => !before.has(row.key) && row.messages);
  if (wasAtEnd && added.length > 0) showNew(added);
  else if (wasAtEnd && !grewTooTall(place)) goToEnd();
}

/** A message taller than the window is shown from its beginning, not its end. */
function showNew(added) {
  goToEnd();
  const first = added.length === 1 ? drawn.get(added[0].key)?.element : null;
  if (first && first.offsetHeight > scroller().clientHeight - 24)
    scroller().scrollTop = topOf(first) - 12;
}

/** Where the row stands in the scrolled content; unlike its box, not moved by animations. */
const topOf = (element) => byId("messages").offsetTop + element.offsetTop;

function placeOf() {
  const from = scroller().scrollTop;
  for (const { element } of drawn.values()) {
    const top = topOf(element);
    if (top + element.offsetHeight > from + 1)
      return { key: element.dataset.row, offset: top - from };
  }
  return null;
}

function restore(place) {
  const element = place && drawn.get(place.key)?.element;
  if (element) scroller().scrollTop = topOf(element) - place.offset;
}

/** After an edit at the end: would going down push what was being read out of sight? */
function grewTooTall(place) {
  const element = place && drawn.get(place.key)?.element;
  return (
    Boolean(element) &&
    scroller().scrollHeight - topOf(element) > scroller().clientHeight + element.offsetHeight / 2
  );
}

function rowsOf(messages) {
  const rows = [];
  let day = null;
  for (const message of messages) {
    const today = dayOf(message.date * 1000);
    if (today !== day) rows.push({ key: `day ${today}`, day: today });
    day = today;
    const last = rows.at(-1);
    if (message.media_group_id && last.group === message.media_group_id)
      last.messages.push(message);
    else
      rows.push({
        key: `message ${idOf(message)}`,
        group: message.media_group_id,
        messages: [message],
      });
  }
  return rows;
}

function reconcile(rows, act) {
  const host = byId("messages");
  const wanted = new Set(rows.map((row) => row.key));
  for (const [key, { element }] of drawn) if (!wanted.has(key)) leave(key, element);
  let cursor = host.firstElementChild;
  rows.forEach((row, index) => {
    const old = drawn.get(row.key)?.element;
    const element = elementOf(row, act);
    if (cursor === old && old) cursor = element;
    while (cursor?.classList.contains("leaving")) cursor = cursor.nextElementSibling;
    if (cursor === element) cursor = cursor.nextElementSibling;
    else host.insertBefore(element, cursor);
    if (row.messages) markEnds(element, row, rows[index - 1], rows[index + 1]);
  });
}

function leave(key, element) {
  drawn.delete(key);
  if (isCalm()) {
    element.remove();
    return;
  }
  element.style.setProperty("block-size", `${element.offsetHeight}px`);
  element.classList.add("leaving");
  requestAnimationFrame(() => element.style.setProperty("block-size", "0"));
  setTimeout(() => element.remove(), 320);
}

function elementOf(row, act) {
  const signature = JSON.stringify([row.day, row.messages, language()]);
  const old = drawn.get(row.key);
  if (old?.signature === signature) return old.element;
  const element = make("li", { class: "row", "data-row": row.key }, contentOf(row, act));
  if (old) old.element.replaceWith(element);
  drawn.set(row.key, { element, signature });
  return element;
}

function contentOf(row, act) {
  if (row.day) return make("div", { class: "pill" }, row.day);
  const message = row.messages[0];
  const service = serviceText(message);
  if (service) return make("div", { class: "pill", "data-message": message.message_id }, service);
  return renderMessage(row.messages, {
    isOut: isOut(message, model.person),
    sender: senderOf(message),
    act,
  });
}

function senderOf(message) {
  const isGroup = ["group", "supergroup"].includes(chatOf(model.chat)?.type);
  if (!isGroup || isOut(message, model.person)) return null;
  const sender = message.sender_chat ?? message.from;
  return sender ? { id: sender.id, name: nameOf(sender) } : null;
}

const writerOf = (row) =>
  row?.messages && !serviceText(row.messages[0])
    ? ((row.messages[0].sender_chat ?? row.messages[0].from)?.id ?? row.messages[0].out)
    : null;

function markEnds(element, row, previous, next) {
  const writer = writerOf(row);
  element.classList.toggle("first", writerOf(previous) !== writer);
  element.classList.toggle("last", writerOf(next) !== writer);
}

/** Brings the message into sight and lights it up for a moment. */
export function showMessage(id) {
  const target = byId("messages").querySelector(`[data-message="${Number(id)}"]`);
  if (!target) return;
  target.scrollIntoView({ block: "center", behavior: isCalm() ? "instant" : "smooth" });
  target.classList.add("lit");
  setTimeout(() => target.classList.remove("lit"), 1400);
}
