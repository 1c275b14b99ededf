/** Pictures, recordings, documents: alone, in albums, and in rich messages. */

import { lengthOf, sizeOf } from "./dates.js";
import { icon, make } from "./dom.js";
import { fileUrl } from "./server.js";
import { say } from "./words.js";

/** The largest of the sizes Telegram lists. */
const largest = (sizes) => sizes.reduce((best, size) => (size.width > best.width ? size : best));

/** A picture that opens large when pressed; a grey tile when it cannot be loaded. */
export function picture(sizes, act, { label = "", covered = false } = {}) {
  const size = largest(sizes);
  const source = fileUrl(size.file_id);
  const image = make("img", {
    src: source,
    alt: label || say("photo"),
    width: size.width,
    height: size.height,
    loading: "lazy",
    decoding: "async",
  });
  const button = make(
    "button",
    {
      type: "button",
      class: "picture",
      "aria-label": `${say("openPhoto")}${label ? `: ${label}` : ""}`,
    },
    image,
  );
  if (covered) button.classList.add("covered");
  image.addEventListener("error", () => {
    button.classList.add("missing");
    button.replaceChildren(make("span", {}, say("missing")));
    button.disabled = true;
  });
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    if (button.classList.contains("covered")) button.classList.remove("covered");
    else act.zoom(source, label);
  });
  return button;
}

let playing = null;

/** A recording with its play button, title and length. */
export function recording(file, title, act) {
  const size = file.file_size ? ` · ${sizeOf(file.file_size)}` : "";
  const button = make(
    "button",
    { type: "button", class: "round", "aria-label": `${say("play")}: ${title}` },
    icon("play"),
  );
  const bar = make("span", { class: "played" });
  const show = (isPlaying) => {
    button.replaceChildren(icon(isPlaying ? "pause" : "play"));
    button.setAttribute("aria-label", `${say(isPlaying ? "pause" : "play")}: ${title}`);
  };
  let sound = null;
  button.addEventListener("click", () => {
    if (sound && !sound.paused) {
      sound.pause();
      return;
    }
    if (!sound) {
      sound = new Audio(fileUrl(file.file_id));
      sound.addEventListener("play", () => show(true));
      sound.addEventListener("pause", () => show(false));
      sound.addEventListener("timeupdate", () =>
        bar.style.setProperty(
          "inline-size",
          `${(100 * sound.currentTime) / (sound.duration || 1)}%`,
        ),
      );
    }
    if (playing && playing !== sound) playing.pause();
    playing = sound;
    sound.play().catch(() => act.toast(say("unplayable")));
  });
  return make(
    "div",
    { class: "recording" },
    button,
    make(
      "div",
      { class: "recording-text" },
      make("strong", {}, title),
      make("span", { class: "track" }, bar),
      make("span", { class: "note" }, `${lengthOf(file.duration ?? 0)}${size}`),
    ),
  );
}

/** A document with its name and size. */
export function attachment(file) {
  return make(
    "a",
    { class: "recording", href: fileUrl(file.file_id), download: file.file_name ?? true },
    make("span", { class: "round" }, icon("file")),
    make(
      "span",
      { class: "recording-text" },
      make("strong", {}, file.file_name ?? say("file")),
      make("span", { class: "note" }, sizeOf(file.file_size ?? 0)),
    ),
  );
}

/** What a recording is called. */
export const titleOf = (audio) =>
  [audio.performer, audio.title].filter(Boolean).join(" – ") || audio.file_name || say("audio");

/** A stand-in for a moving picture. */
export function film(video) {
  return make(
    "div",
    { class: "film" },
    icon("play"),
    make("span", {}, `${say("video")} ${lengthOf(video.duration ?? 0)}`),
  );
}

/** A stand-in for a map: its coordinates. */
export function place(location) {
  return make(
    "div",
    { class: "film" },
    icon("map"),
    make(
      "span",
      {},
      `${say("location")}: ${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`,
    ),
  );
}

/** Several pictures (lists of sizes) as Telegram tiles them. */
export function mosaic(photos, act) {
  const count = Math.min(photos.length, 10);
  return make(
    "div",
    { class: `mosaic mosaic-${count}`, role: "group", "aria-label": say("album") },
    photos
      .slice(0, 10)
      .map((photo) => picture(photo.sizes, act, { label: photo.label, covered: photo.covered })),
  );
}
