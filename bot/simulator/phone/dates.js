/** Dates and numbers as readers in Vietnam write them; the wall clock is UTC+7, without summer time. */

import { language } from "./words.js";

const VIETNAM_MS = 7 * 3600 * 1000;
const DAYS = {
  vi: ["Chủ nhật", "Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};

const local = (instantMs) => new Date(instantMs + VIETNAM_MS);
const two = (number) => String(number).padStart(2, "0");

/** "07:05", of milliseconds since 1970. */
export function clockOf(instantMs) {
  const date = local(instantMs);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** "Thứ 2, 14/08/2017", of milliseconds since 1970. */
export function dayOf(instantMs) {
  const date = local(instantMs);
  const day = DAYS[language()][date.getUTCDay()];
  return `${day}, ${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
}

/** "14/08" when the day is another than that of `nowMs`, else the time. */
export function shortOf(instantMs, nowMs) {
  if (dayOf(instantMs) === dayOf(nowMs)) return clockOf(instantMs);
  const date = local(instantMs);
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}`;
}

/** "3:05", of a number of seconds. */
export const lengthOf = (seconds) => `${Math.floor(seconds / 60)}:${two(Math.round(seconds % 60))}`;

/** "1.234" in Vietnamese, "1,234" in English. */
export const numberOf = (value) => new Intl.NumberFormat(language()).format(value);

/** "0,7 MB", of a number of bytes. */
export function sizeOf(bytes) {
  const format = new Intl.NumberFormat(language(), { maximumFractionDigits: 1 });
  return bytes < 1e6 ? `${format.format(bytes / 1e3)} KB` : `${format.format(bytes / 1e6)} MB`;
}
