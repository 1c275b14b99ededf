/** One message as a bubble, or several photos of an album as one. */

import { inlineKeyboard } from "./buttons.js";
import { clockOf } from "./dates.js";
import { icon, make } from "./dom.js";
import { renderText } from "./entities.js";
import { attachment, film, mosaic, picture, place, recording, titleOf } from "./media.js";
import { plainOfBlocks, renderRich } from "./rich.js";
import { language, say } from "./words.js";

/** The sentence of a service message, or null for an ordinary one. */
export function serviceText(message) {
  const name = nameOf(message.from ?? message.sender_chat);
  if (message.pinned_message) return say("pinnedBy", { name });
  if (message.new_chat_members)
    return say("joined", { name: message.new_chat_members.map(nameOf).join(", ") });
  if (message.left_chat_member) return say("left", { name: nameOf(message.left_chat_member) });
  return null;
}

/** One line that stands for the message in lists, quotes and announcements. */
export function summaryOf(message) {
  const text =
    message.text ??
    message.caption ??
    (message.rich_message && plainOfBlocks(message.rich_message.blocks));
  if (text) return text.replace(/\s+/g, " ").trim();
  if (message.photo) return say("photo");
  if (message.voice) return say("voice");
  if (message.audio) return titleOf(message.audio);
  if (message.document) return message.document.file_name ?? say("file");
  if (message.poll) return message.poll.question;
  return serviceText(message) ?? say("unknown");
}

/** The name a person, bot or chat goes by. */
export const nameOf = (someone) =>
  someone?.title ?? [someone?.first_name, someone?.last_name].filter(Boolean).join(" ");

/**
 * The bubble of `messages` (several only for an album).
 * `isOut`: sent by the person who looks; `sender`: a name to show, or null.
 */
export function renderMessage(messages, { isOut, sender, act }) {
  const message = messages[0];
  const captioned = messages.find((one) => one.caption) ?? message;
  const content = contentOf(messages, captioned, act);
  const bubble = make(
    "div",
    { class: `bubble ${content.kind}` },
    sender && make("div", { class: `sender tint-${Math.abs(sender.id) % 7}` }, sender.name),
    replyQuote(message, act),
    content.nodes,
    content.text ?? metaOf(captioned, true),
  );
  if (content.text) content.text.append(metaOf(captioned, false));
  bubble.addEventListener("dblclick", (event) => {
    if (!event.target.closest("button, a")) act.replyTo(message);
  });
  const answer = make(
    "button",
    {
      type: "button",
      class: "answer",
      "aria-label": say("reply"),
      on: { click: () => act.replyTo(message) },
    },
    icon("reply"),
  );
  return make(
    "article",
    { class: `message ${isOut ? "out" : "in"}`, "data-message": message.message_id },
    make(
      "div",
      { class: "message-line" },
      make(
        "div",
        { class: "message-body" },
        bubble,
        inlineKeyboard(message.reply_markup?.inline_keyboard, message, act),
      ),
      answer,
    ),
  );
}

function metaOf(message, isOver) {
  const when = message.date * 1000;
  const isEdited = Boolean(message.edit_date ?? message.edited);
  return make(
    "span",
    { class: `meta${isOver ? " meta-over" : ""}`, lang: language() },
    isEdited && make("span", { class: "edited" }, `${say("edited")} `),
    make("time", { datetime: new Date(when).toISOString() }, clockOf(when)),
  );
}

function replyQuote(message, act) {
  const quoted = message.reply_to_message;
  if (!quoted) return null;
  const name = nameOf(quoted.from ?? quoted.sender_chat);
  return make(
    "button",
    {
      type: "button",
      class: "reply-quote",
      on: { click: () => act.showMessage(quoted.message_id) },
    },
    name && make("strong", {}, name),
    make("span", {}, message.quote?.text ?? summaryOf(quoted)),
  );
}

const textBox = (text, entities, act) =>
  make("div", { class: "text" }, renderText(text, entities, act));

function contentOf(messages, captioned, act) {
  const message = messages[0];
  const caption = captioned.caption
    ? textBox(captioned.caption, captioned.caption_entities, act)
    : null;
  if (message.rich_message)
    return {
      kind: "rich-bubble",
      nodes: [renderRich(message.rich_message, message, act)],
      text: make("div", { class: "rich-meta" }),
    };
  if (message.text !== undefined)
    return { kind: sizeOf(message), nodes: [], text: null, ...textOnly(message, act) };
  if (message.photo) return withCaption("photo", photosOf(messages, act), caption, message);
  if (message.voice)
    return withCaption("file", recording(message.voice, say("voice"), act), caption, message);
  if (message.audio)
    return withCaption(
      "file",
      recording(message.audio, titleOf(message.audio), act),
      caption,
      message,
    );
  if (message.document)
    return withCaption(
      "file",
      messages.map((one) => attachment(one.document)),
      caption,
      message,
    );
  if (message.poll) return { kind: "file", nodes: [], text: pollOf(message.poll) };
  if (message.location) return withCaption("photo", place(message.location), caption, message);
  if (message.video ?? message.animation)
    return withCaption("photo", film(message.video ?? message.animation), caption, message);
  return {
    kind: "file",
    nodes: [],
    text: make("div", { class: "text" }, make("em", {}, say("unknown"))),
  };
}

const textOnly = (message, act) => ({ text: textBox(message.text, message.entities, act) });

const ONLY_EMOJI = /^(\p{Extended_Pictographic}\uFE0F?){1,3}$/u;
const sizeOf = (message) => (ONLY_EMOJI.test(message.text) ? "big-emoji" : "plain");

function withCaption(kind, media, caption, message) {
  const nodes = [media].flat();
  if (message.show_caption_above_media && caption)
    return { kind: `${kind} above`, nodes: [caption, ...nodes], text: null };
  return {
    kind: `${kind}${caption ? " captioned" : ""}`,
    nodes,
    text: caption ?? (kind === "file" ? make("div", { class: "text" }) : null),
  };
}

function photosOf(messages, act) {
  const photos = messages
    .filter((one) => one.photo)
    .map((one) => ({ sizes: one.photo, label: one.caption ?? "", covered: one.has_media_spoiler }));
  return photos.length === 1 ? picture(photos[0].sizes, act, photos[0]) : mosaic(photos, act);
}

function pollOf(poll) {
  const total = poll.total_voter_count || 0;
  return make(
    "div",
    { class: "text poll" },
    make("strong", {}, poll.question),
    make("div", { class: "note" }, say(poll.type === "quiz" ? "quiz" : "poll")),
    poll.options.map((option) =>
      make(
        "div",
        { class: "poll-option" },
        make(
          "span",
          { class: "poll-share" },
          total ? `${Math.round((100 * option.voter_count) / total)}%` : "○",
        ),
        make("span", {}, option.text),
      ),
    ),
    make("div", { class: "note" }, say("votes", { n: total })),
  );
}
