/** The phone in the browser: ties what the simulator tells to what the page shows. */

import { drawComposer, insert, resetComposer, setReply, startComposer } from "./composer.js";
import { byId, icon } from "./dom.js";
import { clearList, drawList, goToEnd, goToUnread, isAtEnd, showMessage } from "./list.js";
import { startLooks } from "./looks.js";
import { nameOf, summaryOf } from "./message.js";
import {
  chatOf,
  chatsOf,
  isNewChat,
  isOut,
  markBlocked,
  markSeen,
  model,
  refresh,
  refreshChat,
  setClock,
  takeCall,
  takeDelete,
  takeMessage,
  unreadIn,
  unreadOf,
} from "./model.js";
import { alertBox, askToOpen, choose, copy, toast, zoom } from "./overlay.js";
import { addCall, drawClock, drawDialect, refreshExtraSoon, startPanes } from "./panes.js";
import { drawChats, drawHead, drawPeople, drawWelcome, startPeople } from "./screens.js";
import { follow, post } from "./server.js";
import { say } from "./words.js";

const typing = new Map();
const pressed = new Set();
let lastToast = { text: "", at: 0 };
let atEndCount = 0;

/** What a tap anywhere in the phone can ask for. */
const act = {
  copy,
  zoom,
  toast,
  insert,
  showMessage,
  openUrl,
  replyTo: (message) => setReply(message),
  botName: () => model.bot.username,
  write,
  press,
  block,
  share: (query) =>
    choose(
      say("shareTo"),
      chatsOf(model.person).map((chat) => ({
        label: chat.title,
        run: () => {
          openChat(chat.id);
          insert(`@${model.bot.username} ${query}`);
        },
      })),
    ),
};

async function write(text, replyTo) {
  goToEnd();
  try {
    await post("write", {
      person: model.person,
      chat: model.chat,
      text,
      ...(replyTo ? { reply_to: replyTo } : {}),
    });
  } catch {
    toast(say("notSent"));
    return false;
  }
  if (!model.isOnline) await refreshChat(model.person, model.chat).then(draw, () => {});
  return true;
}

async function press(message, data, element) {
  const { person, chat } = model;
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  pressed.add(person);
  try {
    const answer = await post("press", { person, chat, message_id: message.message_id, data });
    if (answer.toast) showAnswer(answer.toast);
    else toast(say("noAnswer"));
  } catch {
    toast(say("noAnswer"));
  } finally {
    pressed.delete(person);
    element.removeAttribute("aria-busy");
  }
}

/** An answer comes twice, as the press's own result and as an event: shown once. */
function showAnswer({ text, show_alert: isAlert, url }) {
  if (url) openUrl(url);
  if (!text || (lastToast.text === text && Date.now() - lastToast.at < 1500)) return;
  lastToast = { text, at: Date.now() };
  if (isAlert) alertBox(text, model.bot.name);
  else toast(text);
}

async function block(isBlocked) {
  try {
    await post("block", { person: model.person, blocked: isBlocked });
    markBlocked(model.person, isBlocked);
    draw();
  } catch {
    toast(say("notSent"));
  }
}

/** Links to the bot itself stay in the phone; others ask first. */
function openUrl(address) {
  const link =
    /^(?:https?:\/\/t(?:elegram)?\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&]start=([\w-]{1,64}))?$/i.exec(
      address,
    );
  if (link && link[1].toLowerCase() === model.bot.username.toLowerCase()) {
    openChat(model.person);
    if (link[2]) write(`/start ${link[2]}`);
    return;
  }
  askToOpen(address);
}

function openChat(chatId) {
  const isSame = model.chat === chatId;
  model.chat = chatId;
  byId("phone").classList.add("in-chat");
  if (!isSame) {
    clearList();
    resetComposer();
  }
  const unread = unreadIn(model.person, chatId);
  markSeen();
  draw();
  if (!isSame) goToUnread(unread);
}

function showChats() {
  model.chat = null;
  byId("phone").classList.remove("in-chat");
  clearList();
  draw();
  byId("chat-list").querySelector("button")?.focus();
}

function become(personId) {
  if (model.person === personId) return;
  model.person = personId;
  model.chat = null;
  openChat(personId);
}

function draw() {
  drawPeople(become);
  drawChats(openChat);
  drawClock();
  drawBlock();
  drawDialect();
  byId("chat-screen").inert = model.chat === null;
  byId("chats-screen").inert = model.chat !== null;
  const unread = model.people.reduce((sum, person) => sum + unreadOf(person.id), 0);
  document.title = unread ? `(${unread}) ${say("title")}` : say("title");
  if (model.chat === null) return;
  drawWelcome();
  drawList(act);
  drawHead(act, { isTyping: (typing.get(model.chat) ?? 0) > Date.now() });
  drawComposer();
  drawToEnd();
}

function drawToEnd() {
  if (isAtEnd()) atEndCount = 0;
  byId("to-end").hidden = isAtEnd();
  byId("to-end-count").hidden = atEndCount === 0;
  byId("to-end-count").textContent = String(atEndCount);
}

function drawBlock() {
  const isBlocked = model.blocked.has(model.person);
  byId("block").setAttribute("aria-pressed", String(isBlocked));
  byId("block").textContent = say(isBlocked ? "unblock" : "block");
}

let loading = null;
let queue = [];

async function load() {
  queue = [];
  loading = refresh();
  try {
    await loading;
    model.isOnline = true;
  } catch {
    model.isOnline = false;
    setTimeout(load, 2000);
  } finally {
    loading = null;
  }
  const late = queue;
  queue = [];
  late.forEach(onEvent);
  if (model.chat === null && !byId("phone").classList.contains("met")) {
    byId("phone").classList.add("met");
    openChat(model.person);
  } else draw();
  refreshExtraSoon();
}

let drawing = false;

function drawSoon() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    draw();
  });
}

function onEvent(event) {
  if (loading) {
    queue.push(event);
    return;
  }
  const take = EVENTS[event.type];
  if (!take) return;
  take(event);
  if (event.type !== "call" || CHANGING.test(event.method)) drawSoon();
  refreshExtraSoon();
}

/** Calls that change what is seen beyond the messages: keyboards, pins, what one member sees. */
const CHANGING = /^send|pin|Ephemeral/i;

const EVENTS = {
  message: (event) => {
    if (isNewChat(event.chat_id)) {
      load();
      return;
    }
    takeMessage(event.chat_id, event.message);
    typing.delete(event.chat_id);
    if (event.chat_id === model.chat && !isOut(event.message, model.person)) {
      if (!isAtEnd()) atEndCount += 1;
      byId("announcer").textContent =
        `${nameOf(event.message.from) || chatOf(model.chat)?.title}: ${summaryOf(event.message).slice(0, 240)}`;
    }
  },
  edit: (event) => takeMessage(event.chat_id, event.message),
  delete: (event) => takeDelete(event.chat_id, event.message_ids),
  toast: (event) => {
    if (event.person_id === model.person && !pressed.has(event.person_id)) showAnswer(event);
  },
  clock: (event) => setClock(event.now),
  menu: () => load(),
  call: (event) => {
    addCall(event);
    takeCall(event);
    if (event.method !== "sendChatAction" || !event.ok) return;
    typing.set(event.chat_id, Date.now() + 5000);
    drawSoon();
    setTimeout(drawSoon, 5100);
  },
};

function start() {
  for (const element of document.querySelectorAll("[data-icon]"))
    element.prepend(icon(element.dataset.icon));
  startLooks(() => {
    if (model.people.length > 0) draw();
    refreshExtraSoon();
  });
  byId("head-back").addEventListener("click", showChats);
  byId("to-end").addEventListener("click", () => goToEnd({ smooth: true }));
  byId("block").addEventListener("click", () => block(!model.blocked.has(model.person)));
  byId("scroller").addEventListener("scroll", drawToEnd, { passive: true });
  startPeople(become);
  startComposer(act);
  startPanes();
  follow({
    onOpen: load,
    onEvent,
    onLost: () => {
      model.isOnline = false;
      draw();
    },
  });
}

start();
