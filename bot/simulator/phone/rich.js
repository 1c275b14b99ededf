/** Rich messages (Bot API, "RichMessage"): a document in one bubble, set for reading. */

import { expandable, pre } from "./entities.js";
import { pressable } from "./buttons.js";
import { icon, make } from "./dom.js";
import { attachment, film, mosaic, picture, place, recording, titleOf } from "./media.js";
import { plainOf, renderInline } from "./richtext.js";
import { say } from "./words.js";

/** The whole document. */
export function renderRich(rich, message, act) {
  const view = { message, act };
  const root = make("div", { class: "rich", dir: rich.is_rtl ? "rtl" : null });
  root.append(...rich.blocks.map((block) => renderBlock(block, view)));
  return root;
}

/** The words of a list of blocks, one line a block. */
export function plainOfBlocks(blocks) {
  return (blocks ?? [])
    .map(
      (block) =>
        plainOf(block.text ?? block.summary ?? block.caption?.text) ||
        plainOfBlocks(block.blocks ?? block.items),
    )
    .filter(Boolean)
    .join("\n");
}

function renderBlock(block, view) {
  const draw = BLOCKS[block.type];
  if (draw) return draw(block, view);
  const inside = [
    ...renderInline(block.text, view),
    ...(block.blocks ?? []).map((inner) => renderBlock(inner, view)),
  ];
  return make("div", { class: "unknown-block" }, inside.length ? inside : say("unknown"));
}

const children = (block, view) => block.blocks.map((inner) => renderBlock(inner, view));
const credited = (block, view) =>
  block.credit && make("cite", {}, renderInline(block.credit, view));

const BLOCKS = {
  paragraph: (block, view) => make("p", {}, renderInline(block.text, view)),
  heading: (block, view) =>
    make(
      `h${Math.min(6, block.size + 1)}`,
      { class: `size-${block.size}` },
      renderInline(block.text, view),
    ),
  pre: (block, view) =>
    pre(renderInline(block.text, view), plainOf(block.text), block.language, view.act),
  footer: (block, view) => make("footer", {}, renderInline(block.text, view)),
  divider: () => make("hr"),
  mathematical_expression: (block) =>
    make("div", { class: "math-block", tabindex: "0" }, make("code", {}, block.expression)),
  anchor: (block) => make("span", { "data-anchor": block.name }),
  list: renderList,
  blockquote: (block, view) =>
    make(
      "blockquote",
      { class: "quote" },
      make("div", { class: "quote-body" }, children(block, view), credited(block, view)),
    ),
  pullquote: (block, view) =>
    make(
      "aside",
      { class: "pullquote" },
      make("p", {}, renderInline(block.text, view)),
      credited(block, view),
    ),
  details: (block, view) =>
    make(
      "details",
      { open: block.is_open },
      make("summary", {}, make("span", {}, renderInline(block.summary, view)), icon("down")),
      make("div", { class: "details-body" }, children(block, view)),
    ),
  table: renderTable,
  photo: (block, view) =>
    figure(
      block,
      view,
      picture(block.photo, view.act, {
        label: plainOf(block.caption?.text),
        covered: block.has_spoiler,
      }),
    ),
  video: (block, view) => figure(block, view, film(block.video)),
  animation: (block, view) => figure(block, view, film(block.animation)),
  audio: (block, view) =>
    figure(block, view, recording(block.audio, titleOf(block.audio), view.act)),
  voice_note: (block, view) =>
    figure(block, view, recording(block.voice_note, say("voice"), view.act)),
  document: (block, view) => figure(block, view, attachment(block.document)),
  map: (block, view) => figure(block, view, place(block.location)),
  collage: (block, view) =>
    figure(
      block,
      view,
      mosaic(
        block.blocks
          .filter((inner) => inner.photo)
          .map((inner) => ({
            sizes: inner.photo,
            label: plainOf(inner.caption?.text),
            covered: inner.has_spoiler,
          })),
        view.act,
      ),
    ),
  slideshow: renderSlideshow,
  buttons: (block, view) =>
    make(
      "div",
      { class: `keyboard inside align-${block.align ?? "left"}` },
      make(
        "div",
        { class: "keyboard-row" },
        block.buttons.map((button) =>
          pressable(button, renderInline(button.text, view), view.message, view.act),
        ),
      ),
    ),
  expandable_blockquote: (block, view) =>
    expandable([make("p", {}, renderInline(block.text, view)), credited(block, view)]),
};

function figure(block, view, content) {
  const caption =
    block.caption &&
    make("figcaption", {}, renderInline(block.caption.text, view), credited(block.caption, view));
  return make("figure", { class: `figure-${block.type}` }, content, caption);
}

function renderList(block, view) {
  const items = block.items.map((item) => {
    const mark = item.has_checkbox
      ? make(
          "span",
          {
            class: `tick${item.is_checked ? " checked" : ""}`,
            role: "img",
            "aria-label": item.is_checked ? "☑" : "☐",
          },
          item.is_checked && icon("check"),
        )
      : item.label;
    return make(
      "li",
      {},
      make("span", { class: "list-label" }, mark),
      make("div", { class: "list-body" }, children(item, view)),
    );
  });
  const ordered = block.items.some((item) => item.value !== undefined);
  return make(ordered ? "ol" : "ul", { role: "list" }, items);
}

function renderTable(block, view) {
  const rows = block.cells.map((row) =>
    make(
      "tr",
      {},
      row.map((cell) =>
        make(
          cell.is_header ? "th" : "td",
          {
            colspan: cell.colspan,
            rowspan: cell.rowspan,
            class: `align-${cell.align ?? "left"} valign-${cell.valign ?? "top"}${cell.text === undefined ? " hidden-cell" : ""}`,
          },
          renderInline(cell.text, view),
        ),
      ),
    ),
  );
  const looks = [
    "table",
    block.is_bordered && "bordered",
    block.is_striped && "striped",
    block.is_compact && "compact",
  ]
    .filter(Boolean)
    .join(" ");
  const caption = block.caption && make("caption", {}, renderInline(block.caption, view));
  return make(
    "div",
    {
      class: "table-scroll",
      tabindex: "0",
      role: "region",
      "aria-label": plainOf(block.caption) || null,
    },
    make("table", { class: looks }, caption, make("tbody", {}, rows)),
  );
}

function renderSlideshow(block, view) {
  const slides = block.blocks.map((inner) =>
    make("div", { class: "slide" }, renderBlock(inner, view)),
  );
  const strip = make("div", { class: "slides", tabindex: "0" }, slides);
  const first = block.blocks[0]?.photo?.at(-1);
  if (first) strip.style.setProperty("--ratio", first.width / first.height);
  const count = make("span", { class: "slide-count", "aria-live": "polite" });
  const here = () => Math.round(strip.scrollLeft / (strip.clientWidth || 1));
  const ends = [];
  const show = () => {
    ends.forEach((end, index) => {
      end.disabled = here() === (index ? slides.length - 1 : 0);
    });
    count.textContent = `${here() + 1} / ${slides.length}`;
    count.setAttribute("aria-label", say("slide", { n: here() + 1, all: slides.length }));
  };
  const step = (by) => strip.scrollTo({ left: (here() + by) * strip.clientWidth });
  const side = (name, label, by) =>
    make(
      "button",
      {
        type: "button",
        class: `slide-step ${name}`,
        "aria-label": say(label),
        on: { click: () => step(by) },
      },
      icon("back"),
    );
  ends.push(side("before", "previousSlide", -1), side("after", "nextSlide", 1));
  strip.addEventListener("scroll", show, { passive: true });
  show();
  const stage = make("div", { class: "slideshow" }, strip, slides.length > 1 && [ends, count]);
  return figure(block, view, stage);
}
