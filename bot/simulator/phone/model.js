/** What the page knows: people, chats, messages, who is looking and what is unread. */

import { fetchMessages, fetchState } from "./server.js";

/** Everything known; changed only by the functions below. */
export const model = {
  bot: { name: "", username: "", description: "" },
  people: [],
  names: new Map(),
  chats: [],
  menus: {},
  person: null,
  chat: null,
  isOnline: false,
  isRich: true,
  messages: new Map(),
  unread: new Map(),
  blocked: new Set(),
  pins: new Map(),
  clock: { nowMs: Date.now(), readAt: Date.now() },
};

const keyOf = (person, chat) => `${person}:${chat}`;

/** What the person sees of the chat, oldest first. */
export const messagesOf = (person, chat) => model.messages.get(keyOf(person, chat)) ?? [];

/** How many messages of the chat the person has not looked at. */
export const unreadIn = (person, chat) => model.unread.get(keyOf(person, chat)) ?? 0;

/** How many messages the person has not looked at, in all chats. */
export const unreadOf = (person) =>
  chatsOf(person).reduce((sum, chat) => sum + unreadIn(person, chat.id), 0);

/** The simulator's time, in milliseconds since 1970. */
export const nowMs = () => model.clock.nowMs + (Date.now() - model.clock.readAt);

/** The person who looks at the phone. */
export const viewer = () => model.people.find((person) => person.id === model.person);

/** The chats of the person: the private one first. */
export function chatsOf(personId) {
  const own = model.chats.filter((chat) =>
    chat.type === "private"
      ? chat.id === personId
      : !chat.members || chat.members.includes(personId),
  );
  const hasPrivate = own.some((chat) => chat.id === personId);
  const list = hasPrivate ? own : [{ id: personId, type: "private", title: "" }, ...own];
  return list.map((chat) => (chat.type === "private" ? { ...chat, title: model.bot.name } : chat));
}

/** The chat with this id, as the viewer sees it. */
export const chatOf = (chatId) => chatsOf(model.person).find((chat) => chat.id === chatId);

/** Sets the clock to the simulator's "now". */
export function setClock(iso) {
  model.clock = { nowMs: Date.parse(iso), readAt: Date.now() };
}

/** The people who get a tab: everyone when few, else the first of each role. */
function onesToBe(people) {
  if (people.length <= 4) return people;
  const first = ["member", "editor", "admin"].map((role) =>
    people.find((one) => one.role === role),
  );
  return first.filter(Boolean);
}

/** Fetches all there is; messages that came while the line was down count as unread. */
export async function refresh() {
  const isFirst = model.people.length === 0;
  const state = await fetchState();
  Object.assign(model, {
    bot: state.bot,
    people: onesToBe(state.people),
    names: new Map(state.people.map((person) => [person.id, person.name])),
    chats: state.chats,
    menus: state.menus ?? {},
  });
  for (const person of state.people)
    if (person.blocked !== undefined) markBlocked(person.id, person.blocked);
  for (const chat of state.chats) if (chat.pinned) model.pins.set(chat.id, chat.pinned);
  model.isRich = state.rich ?? true;
  setClock(state.now);
  if (!viewer()) model.person = model.people[0]?.id ?? null;
  await Promise.all(
    model.people.flatMap((person) =>
      chatsOf(person.id).map((chat) => refreshChat(person.id, chat.id, isFirst)),
    ),
  );
}

/** Fetches one chat again. */
export async function refreshChat(person, chat, isFirst = false) {
  const key = keyOf(person, chat);
  const before = messagesOf(person, chat).at(-1)?.message_id ?? 0;
  const messages = await fetchMessages(chat, person);
  const known = new Map(messagesOf(person, chat).map((one) => [idOf(one), one.reply_keyboard]));
  for (const message of messages) message.reply_keyboard ??= known.get(idOf(message));
  model.messages.set(key, messages);
  if (!isFirst && !isOnScreen(person, chat)) {
    const fresh = messages.filter(
      (message) => message.message_id > before && !isOut(message, person),
    ).length;
    model.unread.set(key, unreadIn(person, chat) + fresh);
  }
}

/** Whether the person himself sent the message. */
export function isOut(message, person) {
  return message.from?.id !== undefined ? message.from.id === person : Boolean(message.out);
}

const isOnScreen = (person, chat) => model.person === person && model.chat === chat;

/** Notes that the viewer has seen the open chat. */
export function markSeen() {
  if (model.chat !== null) model.unread.delete(keyOf(model.person, model.chat));
}

/** Notes whether the person has blocked the bot. */
export function markBlocked(person, isBlocked) {
  if (isBlocked) model.blocked.add(person);
  else model.blocked.delete(person);
}

/** What tells a message of a chat from the others; an ephemeral one has no message_id (Bot API 10.2). */
export const idOf = (message) =>
  message.ephemeral_message_id ? `e${message.ephemeral_message_id}` : message.message_id;

const byTime = (a, b) => a.date - b.date || (a.message_id || Infinity) - (b.message_id || Infinity);

const seers = (chatId) =>
  model.people.filter((person) => chatsOf(person.id).some((chat) => chat.id === chatId));

/** Whether the chat is one that was not there when all was fetched. */
export const isNewChat = (chatId) =>
  !model.names.has(chatId) && !model.chats.some((chat) => chat.id === chatId);

/** Takes in a new or edited message. */
export function takeMessage(chatId, message) {
  for (const { id: person } of seers(chatId)) {
    // Ephemeral messages are shown to one member of a group alone (Bot API 10.2).
    if (message.receiver_user && message.receiver_user.id !== person) continue;
    const key = keyOf(person, chatId);
    const list = [...messagesOf(person, chatId)];
    const at = list.findIndex((one) => idOf(one) === idOf(message));
    if (at >= 0) list[at] = { reply_keyboard: list[at].reply_keyboard, ...message };
    else list.push(message);
    list.sort(byTime);
    model.messages.set(key, list);
    if (at < 0 && !isOut(message, person) && !isOnScreen(person, chatId))
      model.unread.set(key, unreadIn(person, chatId) + 1);
  }
}

/** Takes deleted messages away. */
export function takeDelete(chatId, ids) {
  const gone = new Set(ids);
  for (const { id: person } of seers(chatId)) {
    const key = keyOf(person, chatId);
    model.messages.set(
      key,
      messagesOf(person, chatId).filter(
        (message) => !gone.has(message.message_id || idOf(message)),
      ),
    );
  }
}

/** Takes in what a call of the bot changed that no other event tells of. */
export function takeCall({ method, ok, params, chat_id: chatId }) {
  if (ok) takeKeyboard(chatId, params?.reply_markup);
  if (ok && method === "deleteEphemeralMessage")
    takeDelete(chatId, [`e${params.ephemeral_message_id}`]);
  if (!ok || !/pin(All)?ChatMessage/.test(method)) return;
  if (method === "unpinAllChatMessages") model.pins.delete(chatId);
  const id = params?.message_id;
  const others = (model.pins.get(chatId) ?? []).filter((pinned) => pinned !== id);
  if (method === "pinChatMessage") model.pins.set(chatId, [...others, id]);
  else if (method === "unpinChatMessage")
    model.pins.set(chatId, id === undefined ? others.slice(0, -1) : others);
}

/** A Message does not tell of its reply keyboard or forced reply; the call that sent it does. */
function takeKeyboard(chatId, markup) {
  if (typeof markup !== "object" || markup === null || markup.inline_keyboard) return;
  for (const { id: person } of seers(chatId)) {
    const latest = messagesOf(person, chatId).findLast((message) => message.from?.is_bot);
    if (latest) latest.reply_keyboard ??= markup;
  }
}
