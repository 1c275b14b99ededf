/** Building blocks of the page: elements by DOM calls alone, so no message is ever read as markup. */

/**
 * An element with its attributes, listeners and children.
 * `on` maps event names to listeners; null, undefined and false attributes and children are left out.
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value))
        element.addEventListener(event, listener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  return fill(element, ...children);
}

/** The element, with the children (nodes, strings, nested lists) added. */
export function fill(element, ...children) {
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/**
 * The element, with exactly these children; those that look the same stay, so that a press or a
 * focus in the middle of a redraw is not lost. Listeners must therefore depend on looks alone.
 */
export function refill(element, ...children) {
  const fresh = [...fill(document.createElement("div"), ...children).childNodes];
  const old = [...element.childNodes];
  const isSame =
    fresh.length === old.length && fresh.every((node, at) => node.isEqualNode(old[at]));
  if (!isSame) element.replaceChildren(...fresh);
  return element;
}

/** The element of the page with this id. */
export const byId = (id) => document.getElementById(id);

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

/** The address, when a person may safely follow it; otherwise null. */
export function safeUrl(text) {
  try {
    const url = new URL(
      text.includes("://") || /^(mailto|tel):/i.test(text) ? text : `https://${text}`,
    );
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const SHAPES = {
  back: "M15 5l-7 7 7 7",
  send: "M4 12l16-8-5 16-4-6.5z M11 13.5L20 4",
  menu: "M4 7h16M4 12h16M4 17h16",
  keyboard: "M3 7h18v11H3z M7 11h.01M11 11h.01M15 11h.01M8 14.500h8",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9.500l6 6 6-6",
  reply: "M10 6L4 12l6 6M4.500 12H14a6 6 0 0 1 6 6",
  arrow: "M8 16l8-8M9.500 8H16v6.500",
  copy: "M9 9h10v11H9z M6 15H5V4h10v2",
  share: "M13 5l7 6-7 6v-4c-5 0-7.500 1.500-9 5 .300-6 3-9 9-9z",
  window: "M4 6h16v12H4z M4 10h16",
  sliders:
    "M4 8h8M18 8h2M4 16h2M12 16h8 M13 8a2 2 0 1 0 4 0a2 2 0 1 0-4 0 M7 16a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
  pulse: "M3 12h4l3-7 4 14 3-7h4",
  pin: "M12 21v-6M8 4h8l-1 6 3 4H6l3-4z",
  play: "M8 5.500v13l11-6.500z",
  pause: "M8 5v14M16 5v14",
  file: "M7 3h7l4 4v14H7z M14 3v4h4",
  moon: "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z",
  sun: "M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600L7 7M17 17l1.400 1.400M18.400 5.600L17 7M7 17l-1.400 1.400",
  auto: "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0M12 4v16M12 8l5-2M12 12h8M12 16l5 2",
  news: "M4 5h13v14H6a2 2 0 0 1-2-2zM17 9h3v8a2 2 0 0 1-2 2M7.500 9h6M7.500 12.500h6M7.500 16h4",
  group:
    "M5 10a3 3 0 1 0 6 0a3 3 0 1 0-6 0M3 19c0-3 2-5 5-5s5 2 5 5M14 7.200a3 3 0 0 1 0 5.600M16 14.500c3 .300 5 2 5 4.500",
  channel: "M4 10v4h3l7 4V6l-7 4zM17 9a4 4 0 0 1 0 6",
  check: "M5 12.500l4.500 4.500L19 7.500",
  map: "M12 21c4-5 6-8 6-11a6 6 0 1 0-12 0c0 3 2 6 6 11zM10 10a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
};

/** A line drawing by name, 24 by 24, in the colour of the text around it; unseen by screen readers. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
