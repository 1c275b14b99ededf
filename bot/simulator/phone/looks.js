/** Appearance and language: chosen by the reader, remembered where the browser allows it. */

import { byId, icon, refill } from "./dom.js";
import { language, say, speak } from "./words.js";

const THEMES = ["auto", "light", "dark"];

/** Sets both as remembered and connects their buttons; `onLanguage` runs after a change. */
export function startLooks(onLanguage) {
  document.documentElement.dataset.theme = recall("theme") ?? "auto";
  setLanguage(recall("language") ?? "vi");
  byId("theme").addEventListener("click", () => {
    const at = THEMES.indexOf(document.documentElement.dataset.theme);
    const next = THEMES[(at + 1) % THEMES.length];
    remember("theme", next);
    setTheme(next);
  });
  byId("language").addEventListener("click", () => {
    const next = language() === "vi" ? "en" : "vi";
    remember("language", next);
    setLanguage(next);
    onLanguage();
  });
}

function setTheme(name) {
  const theme = THEMES.includes(name) ? name : "auto";
  document.documentElement.dataset.theme = theme;
  refill(byId("theme"), icon({ auto: "auto", light: "sun", dark: "moon" }[theme]));
  byId("theme").setAttribute("aria-label", say("theme", { mode: say(theme) }));
  byId("theme").title = byId("theme").getAttribute("aria-label");
}

function setLanguage(code) {
  speak(code);
  byId("language").lang = code === "vi" ? "en" : "vi";
  setTheme(document.documentElement.dataset.theme);
}

function recall(name) {
  try {
    return localStorage.getItem(`bantin-${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`bantin-${name}`, value);
  } catch {
    // A private window may keep nothing: the choice then lasts as long as the page.
  }
}
