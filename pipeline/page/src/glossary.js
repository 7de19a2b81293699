import { html } from "./html.js";
import { useWords } from "./words.js";

// What the closed lists mean, for whoever has no mouse to point with.
export function Glossary() {
  const { t, label, gloss, data } = useWords();
  return html`<details class="glossary"><summary>${t("glossary")}</summary>
    <div>${["category", "type"].map((list) => html`<section key=${list} aria-labelledby=${`glossary-${list}`}>
      <h3 id=${`glossary-${list}`}>${t(list)}</h3>
      <dl>${Object.keys(data.labels[list]).map((value) => html`<div key=${value}>
        <dt>${label(list, value)}</dt><dd>${gloss(list, value)}</dd>
      </div>`)}</dl>
    </section>`)}</div>
  </details>`;
}
