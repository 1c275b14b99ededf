/** Words of a rich message (Bot API, "RichText"): strings, lists of them, and wrapped ones. */

import { copyable, link, spoiler, tap } from "./entities.js";
import { pressable } from "./buttons.js";
import { make } from "./dom.js";

const INLINE = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  subscript: "sub",
  superscript: "sup",
  marked: "mark",
};

/** The words of a RichText, without their looks. */
export function plainOf(text) {
  if (text === undefined || text === null) return "";
  if (typeof text === "string") return text;
  if (Array.isArray(text)) return text.map(plainOf).join("");
  return plainOf(text.text ?? text.button?.text ?? text.alternative_text ?? text.expression);
}

/** The text as nodes; `view` is {message, act}, for what its buttons and links do. */
export function renderInline(text, view) {
  if (text === undefined || text === null) return [];
  if (typeof text === "string")
    return text.split("\n").flatMap((line, index) => (index ? [make("br"), line] : [line]));
  if (Array.isArray(text)) return text.flatMap((part) => renderInline(part, view));
  const inside = renderInline(text.text, view);
  if (text.type in INLINE) return [make(INLINE[text.type], {}, inside)];
  return [special(text, inside, view)];
}

function special(text, inside, { message, act }) {
  switch (text.type) {
    case "spoiler":
      return spoiler(inside);
    case "code":
      return copyable(inside, plainOf(text.text), act);
    case "url":
      return link(inside, text.url, act);
    case "email_address":
      return link(inside, `mailto:${text.email_address}`, act);
    case "phone_number":
      return link(inside, `tel:${text.phone_number}`, act);
    case "mention":
      return link(inside, `https://t.me/${text.username.replace(/^@/, "")}`, act);
    case "bot_command":
      return tap(inside, () => act.write(text.bot_command));
    case "anchor":
      return make("span", { "data-anchor": text.name });
    case "reference":
      return make("span", { "data-anchor": text.name }, inside);
    case "anchor_link":
      return tap(inside, (event) => goTo(event, text.anchor_name));
    case "reference_link":
      return make(
        "sup",
        {},
        tap(inside, (event) => goTo(event, text.reference_name)),
      );
    case "date_time":
      return make(
        "time",
        { class: "moment", datetime: new Date(text.unix_time * 1000).toISOString() },
        inside,
      );
    case "custom_emoji":
      return make("span", {}, text.alternative_text);
    case "mathematical_expression":
      return make("code", { class: "math" }, text.expression);
    case "button":
      return pressable(text.button, renderInline(text.button.text, { message, act }), message, act);
    default:
      return make("span", { class: "tag" }, inside);
  }
}

function goTo(event, name) {
  const root = event.currentTarget.closest(".rich");
  const target = name ? root.querySelector(`[data-anchor="${CSS.escape(name)}"]`) : root;
  for (
    let outer = target?.closest("details");
    outer;
    outer = outer.parentElement.closest("details")
  )
    outer.open = true;
  target?.scrollIntoView({ block: "start" });
}
