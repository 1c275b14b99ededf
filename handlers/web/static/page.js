// Font size, sharing, and Telegram's colours. The page is whole without it.
"use strict";

const root = document.documentElement;
const said = document.querySelector(".said");
const SIZES = [0.85, 1, 1.12, 1.25, 1.4, 1.6];
const KEY = "bantin-size";

function remembered() {
  try {
    const at = SIZES.indexOf(Number(localStorage.getItem(KEY)));
    return at < 0 ? 1 : at;
  } catch {
    return 1;
  }
}

function resize(at) {
  root.style.setProperty("--size", String(SIZES[at]));
  try {
    localStorage.setItem(KEY, String(SIZES[at]));
  } catch {
    // Private windows may refuse; the size then lasts as long as the page.
  }
}

let size = remembered();
resize(size);
const SAID_MS = 4000;
let silence = 0;

function say(words) {
  said.textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => said.replaceChildren(), SAID_MS);
}

const tools = document.querySelector(".tools");
tools.hidden = false;
tools.addEventListener("click", (event) => {
  const step = event.target.closest("[data-size]")?.dataset.size;
  if (step === undefined) return;
  size = step === "0" ? 1 : Math.min(Math.max(size + Number(step), 0), SIZES.length - 1);
  resize(size);
  say(`${said.dataset.sizeWord} ${Math.round(SIZES[size] * 100)} %`);
});

// The article's own address, without the language that this reader asked for.
const address =
  document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
const share = document.querySelector("[data-share]");
const copy = document.querySelector("[data-copy]");
if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => {
    navigator.share({ title: document.title, url: address }).catch(() => {});
  });
}
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address);
    say(copy.dataset.copied);
  });
}

// Bot API, "Mini Apps": the theme comes in the address's hash, as does the version.
const launched = new URLSearchParams(location.hash.slice(1));
const OURS = {
  bg_color: "--bg",
  text_color: "--text",
  hint_color: "--hint",
  link_color: "--link",
  button_color: "--button",
  button_text_color: "--button-text",
  secondary_bg_color: "--second",
};

function light(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function dress(theme) {
  const isColour = (value) => /^#[0-9a-f]{6}$/i.test(value);
  const background = theme.bg_color;
  if (!isColour(background) || !isColour(theme.text_color)) return;
  if (contrast(background, theme.text_color) < 4.5) return;
  root.style.setProperty("color-scheme", light(background) < 0.3 ? "dark" : "light");
  for (const [name, ours] of Object.entries(OURS)) {
    const isText = name === "hint_color" || name === "link_color";
    const isFit = isColour(theme[name]) && !(isText && contrast(background, theme[name]) < 4.5);
    if (isFit) root.style.setProperty(ours, theme[name]);
    else if (isText) root.style.setProperty(ours, theme.text_color);
  }
}

try {
  dress(JSON.parse(launched.get("tgWebAppThemeParams") ?? "{}"));
} catch {
  // A hash that is not Telegram's changes nothing.
}
if (launched.has("tgWebAppVersion")) {
  const script = document.createElement("script");
  script.src = "https://telegram.org/js/telegram-web-app.js";
  script.async = true;
  script.addEventListener("load", () => {
    window.Telegram?.WebApp?.ready();
    window.Telegram?.WebApp?.expand();
  });
  document.head.append(script);
}
