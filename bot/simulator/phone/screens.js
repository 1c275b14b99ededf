/** The frame around the messages: people to be, the list of chats, the head of the open chat. */

import { shortOf } from "./dates.js";
import { byId, icon, make, refill } from "./dom.js";
import { summaryOf } from "./message.js";
import { chatOf, chatsOf, messagesOf, model, nowMs, unreadIn, unreadOf } from "./model.js";
import { say } from "./words.js";

const badge = (count) =>
  count > 0 &&
  make(
    "span",
    { class: "badge", "aria-label": say("unread", { n: count }) },
    count > 99 ? "99+" : String(count),
  );

/** Draws the tabs; `onChoose(personId)`. */
export function drawPeople(onChoose) {
  const hadFocus = byId("people").contains(document.activeElement);
  const tabs = model.people.map((person) =>
    make(
      "button",
      {
        type: "button",
        role: "tab",
        class: "person",
        "aria-controls": "phone",
        "aria-selected": String(person.id === model.person),
        tabindex: person.id === model.person ? "0" : "-1",
        "data-person": person.id,
        on: { click: () => onChoose(person.id) },
      },
      make("span", { class: "person-role" }, say(person.role)),
      make("span", { class: "person-name" }, person.name, badge(unreadOf(person.id))),
    ),
  );
  refill(byId("people"), tabs);
  if (hadFocus) byId("people").querySelector("[aria-selected=true]")?.focus();
}

/** The arrow keys walk along the tabs. */
export function startPeople(onChoose) {
  byId("people").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const { people } = model;
    const at = people.findIndex((person) => person.id === model.person);
    onChoose(people[(at + step + people.length) % people.length].id);
  });
}

/** A round picture: the bot's emblem or the chat's initials. */
export function avatar(chat) {
  if (chat.type === "private")
    return make("span", { class: "avatar bot", "aria-hidden": "true" }, icon("news"));
  const initials = chat.title
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word[0])
    .slice(0, 2)
    .join("");
  return make(
    "span",
    { class: `avatar tint-${Math.abs(chat.id) % 7}`, "aria-hidden": "true" },
    initials.toUpperCase(),
  );
}

/** Draws the list of the viewer's chats; `onOpen(chatId)`. */
export function drawChats(onOpen) {
  const rows = chatsOf(model.person).map((chat) => {
    const last = messagesOf(model.person, chat.id).at(-1);
    return make(
      "li",
      {},
      make(
        "button",
        {
          type: "button",
          class: "chat-row",
          "data-chat": chat.id,
          on: { click: () => onOpen(chat.id) },
        },
        avatar(chat),
        make(
          "span",
          { class: "chat-title" },
          chat.title,
          chat.type === "channel" && icon("channel"),
          chat.type.endsWith("group") && icon("group"),
        ),
        make("span", { class: "chat-time" }, last ? shortOf(last.date * 1000, nowMs()) : ""),
        make("span", { class: "chat-last" }, last ? summaryOf(last) : say("noMessages")),
        badge(unreadIn(model.person, chat.id)),
      ),
    );
  });
  const focused = document.activeElement?.dataset.chat;
  refill(byId("chat-list"), rows);
  if (focused) byId("chat-list").querySelector(`[data-chat="${focused}"]`)?.focus();
}

/** Draws the head of the open chat: title, what it is or does, and what is pinned. */
export function drawHead(act, { isTyping }) {
  const chat = chatOf(model.chat);
  if (!chat) return;
  const kind = { private: "bot", channel: "channel" }[chat.type] ?? "group";
  refill(byId("head-avatar"), avatar(chat));
  byId("head-title").textContent = chat.title;
  byId("head-note").textContent = model.isOnline
    ? say(isTyping ? "typing" : kind)
    : say("reconnecting");
  byId("head-note").classList.toggle("busy", isTyping || !model.isOnline);
  const elsewhere = unreadOf(model.person) - unreadIn(model.person, model.chat);
  refill(byId("head-back"), icon("back"), badge(elsewhere));
  drawPinned(chat, act);
}

function drawPinned(chat, act) {
  const messages = messagesOf(model.person, model.chat);
  const id = (model.pins.get(chat.id) ?? []).findLast((one) =>
    messages.some((message) => message.message_id === one),
  );
  const pinned = messages.find((message) => message.message_id === id);
  byId("pinned").hidden = !pinned;
  if (pinned) {
    refill(
      byId("pinned"),
      icon("pin"),
      make("span", {}, make("strong", {}, say("pinned")), make("span", {}, summaryOf(pinned))),
    );
    byId("pinned").onclick = () => act.showMessage(id);
  }
}

/** An empty private chat says what the bot does, as Telegram does. */
export function drawWelcome() {
  const isEmpty = messagesOf(model.person, model.chat).length === 0;
  byId("welcome").hidden = !isEmpty;
  if (!isEmpty) return;
  const isPrivate = chatOf(model.chat)?.type === "private";
  refill(
    byId("welcome"),
    isPrivate && avatar({ type: "private" }),
    isPrivate && make("h2", {}, say("whatBot")),
    make("p", {}, (isPrivate && model.bot.description) || say("noMessages")),
  );
}
