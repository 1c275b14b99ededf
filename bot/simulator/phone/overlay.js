/** What lies over the page for a moment: toasts, alerts, questions, a large picture. */

import { byId, fill, make } from "./dom.js";
import { say } from "./words.js";

/** A pill of text that goes by itself; longer texts stay longer. */
export function toast(text) {
  if (!text) return;
  const pill = make("div", { class: "toast", role: "status" }, text);
  const host = byId("toasts");
  for (const old of [...host.children].slice(0, -1)) old.remove();
  host.append(pill);
  setTimeout(
    () => {
      pill.classList.add("leaving");
      setTimeout(() => pill.remove(), 250);
    },
    2200 + 45 * text.length,
  );
}

function show(content, label, kind) {
  const dialog = byId("dialog");
  if (dialog.open) dialog.close();
  dialog.className = kind;
  dialog.setAttribute("aria-label", label);
  dialog.replaceChildren();
  fill(dialog, content);
  dialog.showModal();
  return dialog;
}

const closer = (label, kind = "plain") =>
  make(
    "button",
    { type: "button", class: `dialog-button ${kind}`, on: { click: () => byId("dialog").close() } },
    label,
  );

/** A text that waits for "OK" (Bot API, "answerCallbackQuery": show_alert). */
export function alertBox(text, title) {
  const ok = closer(say("ok"), "primary");
  show(
    [
      make("h2", {}, title),
      make("p", { class: "dialog-text" }, text),
      make("div", { class: "dialog-row" }, ok),
    ],
    title,
    "box",
  );
  ok.focus();
}

/** Asks before following a link, showing where it leads. */
export function askToOpen(url) {
  const go = make(
    "a",
    {
      class: "dialog-button primary",
      href: url,
      target: "_blank",
      rel: "noopener noreferrer",
      on: { click: () => byId("dialog").close() },
    },
    say("open"),
  );
  show(
    [
      make("h2", {}, say("openLink")),
      make("p", { class: "dialog-text address" }, url),
      make("div", { class: "dialog-row" }, closer(say("cancel")), go),
    ],
    say("openLink"),
    "box",
  );
  go.focus();
}

/** Lets the person choose among `choices` ({label, run}). */
export function choose(title, choices) {
  const list = choices.map(({ label, run }) =>
    make(
      "button",
      {
        type: "button",
        class: "dialog-choice",
        on: {
          click: () => {
            byId("dialog").close();
            run();
          },
        },
      },
      label,
    ),
  );
  show(
    [make("h2", {}, title), list, make("div", { class: "dialog-row" }, closer(say("cancel")))],
    title,
    "box",
  );
}

/** A picture as large as the window; any press closes it. */
export function zoom(source, label) {
  const dialog = show(
    [
      make(
        "button",
        {
          type: "button",
          class: "zoomed",
          "aria-label": say("close"),
          on: { click: () => dialog.close() },
        },
        make("img", { src: source, alt: label || say("photo") }),
      ),
      label && make("p", { class: "zoom-caption" }, label),
    ],
    label || say("photo"),
    "zoom",
  );
}

/** Puts the text on the clipboard and says so; `fallback` for pages without a clipboard. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { class: "offscreen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(say("copied"));
}
