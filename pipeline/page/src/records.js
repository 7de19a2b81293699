import { useEffect, useMemo, useState } from "preact/hooks";
import { Evidence } from "./evidence.js";
import { LOW } from "./filter.js";
import { html } from "./html.js";
import { useWords } from "./words.js";
import { amount, anchor, days } from "./wording.js";

const SIZES = [50, 200, 1000];
const COLUMNS = {
  what: (r) => r.action + r.object,
  amount: (r) => r.quantity?.low ?? r.quantity?.high ?? null,
  agency: (r) => r.agency?.name ?? null,
  period: (r) => r.date?.to ?? r.date?.from ?? null,
  category: (r) => r.category,
  type: (r) => r.type,
  sure: (r) => r.sure,
};

export function Records({ records, open, onOpen }) {
  const { t, number } = useWords();
  const [order, setOrder] = useState({ by: "", down: false });
  const [size, setSize] = useState(SIZES[0]);
  const [page, setPage] = useState(0);
  const sorted = useMemo(() => inOrder(records, order), [records, order]);
  const pages = Math.max(1, Math.ceil(sorted.length / size));
  const at = Math.min(page, pages - 1);

  useEffect(() => setPage(0), [records, order, size]);
  // A figure that a link names may be on any page.
  useEffect(() => {
    if (!open) return;
    const place = sorted.indexOf(open);
    if (place >= 0) setPage(Math.floor(place / size));
    requestAnimationFrame(() => document.getElementById(`row-${open.number}`)?.scrollIntoView({ block: "nearest" }));
  }, [open]);

  const sort = (by) => setOrder((now) => ({ by, down: now.by === by ? !now.down : by === "amount" }));
  return html`<section class="records" aria-labelledby="figures">
    <h2 id="figures" tabindex="-1">${t("table")}</h2>
    ${records.length === 0 ? html`<p>${t("nothing")}</p>` : html`
    <table role="table">
      <thead role="rowgroup"><tr role="row">${Object.keys(COLUMNS).map((name) => html`<th key=${name} scope="col"
        role="columnheader" class=${name} aria-sort=${order.by === name ? (order.down ? "descending" : "ascending") : "none"}>
        <button type="button" onClick=${() => sort(name)}>${t(name)}
          <span aria-hidden="true">${order.by === name ? (order.down ? " ▼" : " ▲") : ""}</span></button>
      </th>`)}</tr></thead>
      <tbody role="rowgroup">${sorted.slice(at * size, (at + 1) * size).map((record) => html`<${Row} key=${record.number}
        record=${record} opened=${open === record} onOpen=${onOpen} />`)}</tbody>
    </table>
    <nav class="pager" aria-label=${t("table")}>
      <button type="button" disabled=${at === 0} onClick=${() => setPage(at - 1)}>${t("previous")}</button>
      <span>${t("page")} ${number(at + 1)} ${t("of")} ${number(pages)} ${t("pagesEnd")}</span>
      <button type="button" disabled=${at >= pages - 1} onClick=${() => setPage(at + 1)}>${t("next")}</button>
      <label>${t("rows")} <select value=${size} onChange=${(e) => setSize(Number(e.target.value))}>
        ${SIZES.map((n) => html`<option key=${n} value=${n}>${n}</option>`)}
      </select></label>
    </nav>`}
  </section>`;
}

function Row({ record, opened, onOpen }) {
  const words = useWords();
  const { t, label, percent } = words;
  const low = record.sure < LOW;
  const what = `${record.action}${record.object}` || record.places.measure.words;
  const evidence = `evidence-${record.number}`;
  const toggle = () => {
    // The address names the open figure, so that it can be passed on.
    history.replaceState(null, "", opened ? location.pathname + location.search : anchor(record));
    onOpen(opened ? undefined : record);
  };
  return html`
    <tr role="row" id=${`row-${record.number}`} class=${[low && "unsure", opened && "opened"].filter(Boolean).join(" ")}>
      <td role="cell" class="what">
        <button type="button" aria-expanded=${opened} aria-controls=${evidence} onClick=${toggle}
          lang="zh-CN" aria-label=${`${t("open")} ${what} ${record.places.quantity?.words ?? ""}`}>${what}</button>
        ${record.status === "planned" && html`<span class="flag">${t("planned")}</span>`}
        ${record.partOf && html`<span class="flag">${t("part")}</span>`}
        ${record.repeats && html`<span class="flag">${t("repeat")}</span>`}
      </td>
      <td role="cell" class="amount" data-name=${t("amount")}>${record.quantity && html`
        <b>${amount(record.quantity, words)}</b>
        ${record.quantity.approximate && html`<small>${record.places.quantity.words}</small>`}`}</td>
      <td role="cell" class="agency" lang="zh-CN" data-name=${t("agency")}>${record.agency?.name}</td>
      <td role="cell" class="period" data-name=${t("period")}>${days(record.date, words)}
        ${record.date && html`<small>${record.places.date.words}</small>`}</td>
      <td role="cell" class="category" data-name=${t("category")}>${label("category", record.category)}</td>
      <td role="cell" class="type" data-name=${t("type")}>${label("type", record.type)}</td>
      <td role="cell" class="sure" data-name=${t("sure")}>${percent(record.sure)}
        ${low && html`<span class="flag warn">⚠ ${t("lowFlag")}</span>`}</td>
    </tr>
    ${opened && html`<tr role="row" class="evidence" id=${evidence}><td role="cell" colspan="7">
      <${Evidence} record=${record} /></td></tr>`}`;
}

function inOrder(records, { by, down }) {
  if (!by) return records;
  const value = COLUMNS[by];
  const compare = (a, b) => (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0);
  // What has no value comes last in both directions.
  return records.map((record) => [value(record), record]).sort(([a], [b]) =>
    a === null || b === null ? (a === null) - (b === null) : down ? compare(b, a) : compare(a, b))
    .map(([, record]) => record);
}
