import { group, sum } from "d3-array";
import { useMemo, useState } from "preact/hooks";
import { html } from "./html.js";
import { useWords } from "./words.js";
import { bounds } from "./wording.js";

const FIRST = 10;

export function Totals({ records, filter, change }) {
  const words = useWords();
  const { t, number, label } = words;
  const [all, setAll] = useState(false);
  const totals = useMemo(() => totalsOf(records), [records]);
  if (filter.status === "planned" || !totals.length) return null;
  const shown = all ? totals : totals.slice(0, FIRST);
  return html`<section class="totals" aria-labelledby="totals">
    <h2 id="totals">${t("totals")}</h2>
    <p class="hint">${t("totalsHint")}</p>
    <table>
      <thead><tr><th scope="col">${t("type")}</th><th scope="col" class="end">${t("sum")}</th>
        <th scope="col">${t("unit")}</th><th scope="col" class="end">${t("count")}</th></tr></thead>
      <tbody>${shown.map(({ type, unit, low, high, figures }) => html`<tr key=${`${type} ${unit}`}>
        <td>${label("type", type)}</td>
        <td class="end"><button type="button" onClick=${() => change({ type, unit, summable: "yes" })}>
          ${bounds({ low, high }, words)}
        </button></td>
        <td lang="zh-CN">${unit}</td>
        <td class="end">${number(figures)}</td>
      </tr>`)}</tbody>
    </table>
    ${totals.length > FIRST && html`<button type="button" class="more" onClick=${() => setAll(!all)}>
      ${t(all ? "fewer" : "more")} (${number(totals.length)})
    </button>`}
  </section>`;
}

// A sum has no bound where one of its amounts has none.
function totalsOf(records) {
  const bound = (group_, name) =>
    group_.every((r) => r.quantity[name] !== null) ? sum(group_, (r) => r.quantity[name]) : null;
  const types = group(records.filter((r) => r.summable), (r) => r.type, (r) => r.quantity.unit);
  return [...types].flatMap(([type, units]) => [...units].map(([unit, figures]) =>
    ({ type, unit, low: bound(figures, "low"), high: bound(figures, "high"), figures: figures.length })))
    .sort((a, b) => b.figures - a.figures);
}
