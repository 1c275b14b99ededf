/** The foot of the chat: menu, message field, completion of commands, keyboards that replace it. */

import { byId, icon, make, refill } from "./dom.js";
import { summaryOf, nameOf } from "./message.js";
import { chatOf, isOut, messagesOf, model, viewer } from "./model.js";
import { say } from "./words.js";

const foot = { replyTo: null, hiddenKeyboard: null, forced: null, chosen: -1 };
let act = null;

const field = () => byId("composer-text");
const commands = () => model.menus[model.person] ?? [];

/** Connects the field and its buttons to `actions`. */
export function startComposer(actions) {
  act = actions;
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field().addEventListener("keydown", onKey);
  field().addEventListener("input", onInput);
  byId("menu-button").addEventListener("click", () =>
    byId("commands").hidden ? showCommands(commands()) : hideCommands(),
  );
  byId("keyboard-button").addEventListener("click", toggleKeyboard);
  byId("reply-cancel").addEventListener("click", () => setReply(null));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#commands, #composer")) hideCommands();
  });
}

function onKey(event) {
  const isOpen = !byId("commands").hidden;
  // Vietnamese input methods use Enter to finish a word.
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    const choice = isOpen && byId("commands").children[foot.chosen];
    if (choice) choice.click();
    else send();
  } else if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    choose(foot.chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (isOpen && event.key === "Tab") {
    const name = byId("commands").children[Math.max(foot.chosen, 0)]?.dataset.command;
    if (name) {
      event.preventDefault();
      insert(`/${name} `);
    }
  } else if (event.key === "Escape") {
    if (isOpen) hideCommands();
    else setReply(null);
  }
}

function onInput() {
  const text = field().value;
  field().style.setProperty("block-size", "auto");
  field().style.setProperty("block-size", `${Math.min(field().scrollHeight, 132)}px`);
  byId("composer").classList.toggle("has-text", text.trim() !== "");
  const typed = /^\/(\w*)$/.exec(text);
  const matching = typed
    ? commands().filter((one) => one.command.startsWith(typed[1].toLowerCase()))
    : [];
  if (matching.length > 0) showCommands(matching);
  else hideCommands();
}

function showCommands(list) {
  const choices = list.map(({ command, description }, index) =>
    make(
      "button",
      {
        type: "button",
        role: "option",
        id: `command-${index}`,
        class: "command",
        "data-command": command,
        "aria-selected": "false",
        on: {
          click: () => {
            hideCommands();
            clear();
            act.write(`/${command}`);
            field().focus();
          },
        },
      },
      make("span", { class: "command-text" }, description),
      make("span", { class: "command-name" }, `/${command}`),
    ),
  );
  refill(byId("commands"), choices);
  byId("commands").hidden = choices.length === 0;
  byId("menu-button").setAttribute("aria-expanded", String(choices.length > 0));
  foot.chosen = -1;
  field().removeAttribute("aria-activedescendant");
}

function choose(index) {
  const choices = [...byId("commands").children];
  foot.chosen = (index + choices.length) % choices.length;
  choices.forEach((choice, at) => choice.setAttribute("aria-selected", String(at === foot.chosen)));
  choices[foot.chosen].scrollIntoView({ block: "nearest" });
  field().setAttribute("aria-activedescendant", choices[foot.chosen].id);
}

function hideCommands() {
  byId("commands").hidden = true;
  byId("menu-button").setAttribute("aria-expanded", "false");
  field().removeAttribute("aria-activedescendant");
}

async function send() {
  const text = field().value.trim();
  if (!text) return;
  const { replyTo } = foot;
  clear();
  setReply(null);
  const isSent = await act.write(text, replyTo?.message_id);
  if (!isSent && !field().value) insert(text);
}

function clear() {
  field().value = "";
  onInput();
}

/** Puts the text into the field, for the person to go on. */
export function insert(text) {
  field().value = text;
  onInput();
  field().focus();
}

/** The next message answers this one; null for none. */
export function setReply(message, { focus = true } = {}) {
  foot.replyTo = message;
  byId("reply-bar").hidden = message === null;
  if (message === null) return;
  refill(
    byId("reply-text"),
    make("strong", {}, nameOf(message.from ?? message.sender_chat) || say("reply")),
    make("span", {}, summaryOf(message)),
  );
  if (focus) field().focus();
}

/** Forgets what was being written, as when another chat is opened. */
export function resetComposer() {
  clear();
  setReply(null);
  foot.hiddenKeyboard = null;
  foot.forced = null;
}

/** Draws the foot for the open chat. */
export function drawComposer() {
  const chat = chatOf(model.chat);
  const messages = messagesOf(model.person, model.chat);
  const isPrivate = chat?.type === "private";
  const isBlocked = isPrivate && model.blocked.has(model.person);
  const isReadOnly = chat?.type === "channel" && viewer()?.role !== "admin";
  const isNew = isPrivate && messages.length === 0;
  byId("composer").hidden = isBlocked || isReadOnly || isNew;
  byId("menu-button").hidden = !isPrivate || commands().length === 0;
  drawBar(
    isBlocked
      ? ["unblock", () => act.block(false)]
      : isReadOnly
        ? ["readOnly", null]
        : isNew
          ? ["start", () => act.write("/start")]
          : null,
  );
  drawMarkup(messages);
}

function drawBar(bar) {
  const host = byId("foot-bar");
  host.hidden = bar === null;
  if (bar === null) return;
  const [key, action] = bar;
  refill(
    host,
    action
      ? make(
          "button",
          { type: "button", class: `foot-button ${key}`, on: { click: action } },
          say(key),
        )
      : make("p", {}, say(key)),
  );
}

/** The keyboard or prompt that a message brings along; a Bot API Message itself does not show it. */
function markupOf(message) {
  const markup = message.reply_keyboard ?? message.reply_markup;
  return markup && !markup.inline_keyboard ? markup : null;
}

function drawMarkup(messages) {
  const incoming = messages.filter((message) => !isOut(message, model.person));
  const latest = incoming.findLast((message) => markupOf(message));
  const markup = (latest && markupOf(latest)) ?? {};
  const isAnswered =
    latest &&
    messages.some(
      (message) => message.message_id > latest.message_id && isOut(message, model.person),
    );
  const keyboard = markup.keyboard && !byId("composer").hidden ? markup : null;
  const isOpen =
    keyboard &&
    foot.hiddenKeyboard !== latest.message_id &&
    !(keyboard.one_time_keyboard && isAnswered);
  byId("keyboard-button").hidden = !keyboard;
  byId("keyboard-button").setAttribute("aria-expanded", String(Boolean(isOpen)));
  byId("keyboard-button").dataset.owner = latest?.message_id ?? "";
  byId("reply-keyboard").hidden = !isOpen;
  if (keyboard) {
    refill(
      byId("reply-keyboard"),
      keyboard.keyboard.map((row) =>
        make(
          "div",
          { class: "keyboard-row" },
          row.map((button) => {
            const label = typeof button === "string" ? button : button.text;
            return make(
              "button",
              { type: "button", class: "key", on: { click: () => act.write(label) } },
              label,
            );
          }),
        ),
      ),
    );
  }
  const isForced = Boolean(markup.force_reply) && !isAnswered;
  field().placeholder = ((isForced || isOpen) && markup.input_field_placeholder) || say("write");
  if (isForced && foot.forced !== latest.message_id) {
    foot.forced = latest.message_id;
    setReply(latest);
  }
}

function toggleKeyboard() {
  const owner = Number(byId("keyboard-button").dataset.owner);
  foot.hiddenKeyboard = byId("reply-keyboard").hidden ? null : owner;
  if (byId("reply-keyboard").hidden && foot.hiddenKeyboard === null)
    byId("reply-keyboard").hidden = false;
  else byId("reply-keyboard").hidden = true;
  byId("keyboard-button").setAttribute("aria-expanded", String(!byId("reply-keyboard").hidden));
}
