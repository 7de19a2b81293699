import { max, range, rollup, sum, ticks } from "d3-array";
import { useMemo, useState } from "preact/hooks";
import { counts } from "./filter.js";
import { languageOf, nameOf } from "./filters.js";
import { html } from "./html.js";
import { useWords } from "./words.js";

const FIRST = 8;
const MOST_MONTHS = 18;

export function Charts(shared) {
  const { t } = useWords();
  const { filter } = shared;
  // Within a province its prefectures.
  const digits = filter.region.length >= 2 ? 4 : 2;
  return html`<section class="charts" aria-labelledby="charts">
    <h2 id="charts">${t("charts")}</h2>
    <p class="hint">${t("chartsHint")}</p>
    <${Bars} ...${shared} name="category" value=${(r) => r.category} />
    <${Bars} ...${shared} name="type" value=${(r) => r.type} />
    <${Bars} ...${shared} name="agency" value=${(r) => r.agency?.name ?? "?"} />
    <${Bars} ...${shared} name="region" value=${(r) => r.agency?.region?.slice(0, digits) ?? "?"}
      within=${digits === 4 ? filter.region.slice(0, 2) : ""} />
    <${Months} ...${shared} />
  </section>`;
}

function Bars({ data, filter, change, name, value, within = "" }) {
  const words = useWords();
  const { t, number, label } = words;
  const [all, setAll] = useState(false);
  const bars = useMemo(() => counts(data.records, filter, name, value)
    .filter(([key]) => key.startsWith(within)).sort((a, b) => b[1] - a[1]), [filter]);
  const most = max(bars, ([, count]) => count) ?? 0;
  const shown = all ? bars : bars.slice(0, FIRST);
  const choose = (key) => change({ [name]: filter[name] === key ? within : key });
  return html`<section class="chart" aria-labelledby=${`chart-${name}`}>
    <h3 id=${`chart-${name}`}>${t(name)}</h3>
    ${within && html`<${Back} ...${{ change, words, name }} value=${within} />`}
    <ul class="bars">${shown.map(([key, count]) => html`<li key=${key}>
      <button type="button" aria-pressed=${filter[name] === key} onClick=${() => choose(key)}
        title=${name in data.labels ? words.gloss(name, key) : undefined}>
        <span class="name" lang=${languageOf(name, key)}>${nameOf(name, key, words)}</span>
        <span class="track" aria-hidden="true"><span style=${{ width: `${(100 * count) / most}%` }}></span></span>
        <span class="count">${number(count)}</span>
      </button>
    </li>`)}</ul>
    ${bars.length > FIRST && html`<button type="button" class="more" onClick=${() => setAll(!all)}>
      ${t(all ? "fewer" : "more")} (${number(bars.length)})
    </button>`}
  </section>`;
}

// Columns in time, by month or, where there are many, by year and within a chosen year by month; what has no
// month stands beside them.
function Months({ data, filter, change, toggle }) {
  const words = useWords();
  const { t, number } = words;
  const { columns, beside, within = "" } = useMemo(() => {
    const found = counts(data.records, filter, "period", (r) => r.period).sort();
    return {
      ...timeline(found.filter(([key]) => /^\d/.test(key)), filter.period.slice(0, 4)),
      beside: found.filter(([key]) => !/^\d/.test(key)),
    };
  }, [filter]);
  const most = max(columns, ([, count]) => count) ?? 0;
  const lines = ticks(0, most, 4).filter(Number.isInteger);
  const top = Math.max(most, lines.at(-1) ?? 0) || 1;
  return html`<section class="chart months" aria-labelledby="chart-period">
    <h3 id="chart-period">${t("period")}</h3>
    ${within && html`<${Back} ...${{ change, words }} name="period" value=${within} />`}
    ${columns.length > 0 && html`<div class="plot">
      <div class="axis" aria-hidden="true">${lines.map((line) => html`<span key=${line}
        style=${{ bottom: `${(100 * line) / top}%` }}>${number(line)}</span>`)}</div>
      <ul class="columns">${columns.map(([key, count]) => html`<li key=${key}>
        <button type="button" disabled=${!count} aria-pressed=${filter.period === key}
          onClick=${() => change({ period: filter.period === key ? within : key })}>
          <span class="well" aria-hidden="true"><span style=${{ height: `${(100 * count) / top}%` }}></span></span>
          <span class="count">${number(count)}</span>
          <span class="name">${key}</span>
        </button>
      </li>`)}</ul>
    </div>`}
    <ul class="beside">${beside.map(([key, count]) => html`<li key=${key}>
      <button type="button" aria-pressed=${filter.period === key} onClick=${() => toggle("period", key)}>
        ${nameOf("period", key, words)} <b>${number(count)}</b>
      </button>
    </li>`)}</ul>
  </section>`;
}

// From the values within a wider one, a year or a province, back to all.
function Back({ name, value, change, words }) {
  return html`<button type="button" class="more" onClick=${() => change({ [name]: "" })}>
    ← ${words.t("back")} (${nameOf(name, value, words)})
  </button>`;
}

// Every month between the first and the last, those without records too; where that is too many every year, or
// the months of the chosen one.
function timeline(months, year) {
  if (!months.length) return { columns: [] };
  const ordinal = ([key]) => 12 * Number(key.slice(0, 4)) + Number(key.slice(5)) - 1;
  const [first, last] = [ordinal(months[0]), ordinal(months.at(-1))];
  const yearly = last - first >= MOST_MONTHS;
  if (yearly && /^\d/.test(year)) {
    return { ...timeline(months.filter(([key]) => key.startsWith(year)), ""), within: year };
  }
  const step = yearly ? 12 : 1;
  const found = rollup(months, (group) => sum(group, ([, count]) => count), (m) => Math.floor(ordinal(m) / step));
  const name = (at) => (yearly ? String(at) : `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`);
  const all = range(Math.floor(first / step), Math.floor(last / step) + 1);
  return { columns: all.map((at) => [name(at), found.get(at) ?? 0]) };
}
