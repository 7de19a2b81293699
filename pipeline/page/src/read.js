import { useMemo, useState } from "preact/hooks";
import { counts } from "./filter.js";
import { html } from "./html.js";
import { useWords } from "./words.js";

const FIRST = 20;

export function Read({ data, filter, toggle }) {
  const { t, form, number } = useWords();
  const [all, setAll] = useState(false);
  const left = useMemo(() => new Map(counts(data.records, filter, "doc", (r) => r.doc)), [filter]);
  const shown = all ? data.docs : data.docs.slice(0, FIRST);
  return html`<details class="read">
    <summary>${t("read")}: ${number(data.docs.length)} ${form("documents", data.docs.length)}</summary>
    <ul>${shown.map((doc) => html`<li key=${doc.number}>
      <button type="button" aria-pressed=${filter.doc === String(doc.number)} onClick=${() => toggle("doc", String(doc.number))}>
        <span lang=${doc.title ? "zh-CN" : undefined}>${doc.title ?? doc.id}</span>
        <small>${doc.source}${doc.published ? ` · ${t("published")} ${doc.published}` : ""} · ${number(left.get(doc) ?? 0)} ${form("records", left.get(doc) ?? 0)}</small>
      </button>
    </li>`)}</ul>
    ${data.docs.length > FIRST && html`<button type="button" class="more" onClick=${() => setAll(!all)}>
      ${t(all ? "fewer" : "more")} (${number(data.docs.length)})
    </button>`}
  </details>`;
}
