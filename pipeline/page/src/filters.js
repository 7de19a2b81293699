import { useMemo } from "preact/hooks";
import { NONE, counts } from "./filter.js";
import { html } from "./html.js";
import { useWords } from "./words.js";
import { agencyName, periodName, regionName } from "./wording.js";

const VALUES = {
  category: (r) => r.category,
  type: (r) => r.type,
  agency: (r) => r.agency?.name ?? "?",
  region: (r) => r.agency?.region?.slice(0, 2) ?? "?",
  period: (r) => r.period,
  unit: (r) => r.quantity?.unit,
};

export function nameOf(name, value, words) {
  switch (name) {
    case "category":
    case "type": return words.label(name, value);
    case "agency": return agencyName(value, words);
    case "region": return regionName(value, words);
    case "period": return periodName(value, words);
    case "sure": return value === "low" ? words.t("low") : `≥ ${value} %`;
    case "doc": return words.data.docs[value].title ?? words.data.docs[value].id;
    default: return value;
  }
}

export function Filters({ data, filter, change }) {
  const words = useWords();
  const { t, number } = words;
  const statuses = useMemo(() => new Map(counts(data.records, filter, "status", (r) => r.status)), [filter]);
  return html`<section class="filters" aria-labelledby="filters">
    <h2 id="filters">${t("filters")}</h2>
    <fieldset class="status"><legend>${t("status")}</legend>
      ${["done", "planned"].map((status) => html`<label key=${status}>
        <input type="radio" name="status" value=${status} checked=${filter.status === status}
          onChange=${() => change({ status })} />
        ${t(status === "done" ? "results" : "plans")} <b>${number(statuses.get(status) ?? 0)}</b>
      </label>`)}
    </fieldset>
    <label class="search">${t("search")}
      <input type="search" value=${filter.text} placeholder=${t("searchHint")}
        onInput=${(e) => change({ text: e.target.value.trim() })} />
    </label>
    ${Object.keys(VALUES).map((name) => html`<${Choice} key=${name} ...${{ name, data, filter, change }} />`)}
    <label>${t("sure")}
      <select value=${filter.sure} onChange=${(e) => change({ sure: e.target.value })}>
        ${["", "90", "70", "50", "low"].map((value) => html`<option key=${value} value=${value}>
          ${value ? nameOf("sure", value, words) : t("all")}
        </option>`)}
      </select>
    </label>
    <label class="check">
      <input type="checkbox" checked=${Boolean(filter.summable)}
        onChange=${(e) => change({ summable: e.target.checked ? "yes" : "" })} />
      ${t("summable")}
    </label>
  </section>`;
}

function Choice({ name, data, filter, change }) {
  const words = useWords();
  const { t, number } = words;
  const options = useMemo(() => {
    const found = counts(data.records, filter, name, VALUES[name]).filter(([value]) => value !== undefined);
    // What is chosen stays a choice where nothing of it is left.
    if (filter[name] && !found.some(([value]) => value === filter[name])) found.push([filter[name], null]);
    return name === "period" ? found.sort().reverse() : found.sort((a, b) => b[1] - a[1]);
  }, [filter]);
  return html`<label>${t(name)}
    <select name=${name} value=${filter[name]} onChange=${(e) => change({ [name]: e.target.value })}>
      <option value="">${t("all")}</option>
      ${options.map(([value, count]) => html`<option key=${value} value=${value}>
        ${nameOf(name, value, words)}${count === null ? "" : ` (${number(count)})`}
      </option>`)}
    </select>
  </label>`;
}

export function Chips({ filter, change, records }) {
  const words = useWords();
  const { t, number } = words;
  const active = Object.keys(NONE).filter((name) => name !== "status" && filter[name]);
  return html`<div class="chips">
    <p role="status">${t("found")} ${number(records.length)}</p>
    ${active.map((name) => html`<button type="button" key=${name} onClick=${() => change({ [name]: "" })}>
      <span>${["summable", "amounts"].includes(name) ? t(name) : `${t(name === "text" ? "search" : name)}: ${nameOf(name, filter[name], words)}`}</span>
      <span aria-hidden="true">×</span><span class="unseen">${t("remove")}</span>
    </button>`)}
    ${active.length > 1 && html`<button type="button" class="clear"
      onClick=${() => change({ ...NONE, status: filter.status })}>${t("clear")}</button>`}
  </div>`;
}
