/** Buttons of messages (Bot API, "InlineKeyboardButton"), and what pressing them does. */

import { icon, make } from "./dom.js";

const STYLES = new Set(["primary", "success", "danger", "link"]);

/** The rows of an inline keyboard, or null when there are none. */
export function inlineKeyboard(rows, message, act) {
  if (!rows?.length) return null;
  return make(
    "div",
    { class: "keyboard" },
    rows.map((row) =>
      make(
        "div",
        { class: "keyboard-row" },
        row.map((button) => pressable(button, button.text, message, act)),
      ),
    ),
  );
}

/** One button with `children` as its label; `act` does what it asks for. */
export function pressable(button, children, message, act) {
  const [mark, action] = meaning(button, message, act);
  const style = STYLES.has(button.style) ? button.style : "plain";
  const element = make(
    "button",
    { type: "button", class: `button button-${style}`, disabled: action === null },
    make("span", { class: "button-label" }, children),
    mark && icon(mark),
    make("span", { class: "spinner", "aria-hidden": "true" }),
  );
  if (action !== null) {
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      action(element);
    });
  }
  return element;
}

function meaning(button, message, act) {
  const query = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  const here = button.switch_inline_query_current_chat;
  if (button.disabled) return [null, null];
  if (button.callback_data !== undefined)
    return [null, (element) => act.press(message, button.callback_data, element)];
  if (button.url !== undefined) return ["arrow", () => act.openUrl(button.url)];
  if (button.copy_text !== undefined)
    return ["copy", () => act.copy(button.copy_text.text ?? button.copy_text)];
  if (button.web_app !== undefined) return ["window", () => act.openUrl(button.web_app.url)];
  if (here !== undefined) return ["share", () => act.insert(`@${act.botName()} ${here}`)];
  if (query !== undefined || button.switch_inline_query_chosen_chat)
    return ["share", () => act.share(query ?? "")];
  return [null, null];
}
