// How amounts, periods and names are written.
import { html } from "./html.js";
import { useWords } from "./words.js";

const ARROWS = { up: "↑", down: "↓", flat: "→" };

export function bounds({ low, high }, { number }) {
  if (low === high) return low === null ? "?" : number(low);
  if (high === null) return `≥ ${number(low)}`;
  if (low === null) return `≤ ${number(high)}`;
  return `${number(low)}–${number(high)}`;
}

export function Amount({ quantity }) {
  const words = useWords();
  const { unit, per, direction, basis } = quantity;
  const rate = per && (["day", "week", "month", "year"].includes(per) ? words.t(per) : html`<span lang="zh-CN">${per}</span>`);
  const change = direction ? `${ARROWS[direction]} ` : "";
  const compared = basis ? ` (${words.t(basis)})` : "";
  return html`${change}${bounds(quantity, words)} <span lang="zh-CN">${unit}</span>${rate && html` ${rate}`}${compared}`;
}

export function days(date, { t }) {
  if (!date || (!date.from && !date.to)) return "";
  if (date.from === date.to) return date.from;
  if (!date.from) return `${t("until")} ${date.to}`;
  if (!date.to) return `${t("since")} ${date.from}`;
  return `${date.from} – ${date.to}`;
}

export function periodName(period, { t }) {
  return period === "longer" || period === "unknown" ? t(period) : period;
}

export function agencyName(name, { t }) {
  return name === "?" ? t("none") : name;
}

export function regionName(code, words) {
  return code === "?" ? words.t("unknown") : words.region(code);
}

export function anchor(record) {
  return `#r=${encodeURIComponent(record.id)}`;
}
