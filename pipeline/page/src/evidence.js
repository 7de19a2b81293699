import { html } from "./html.js";
import { useWords } from "./words.js";
import { amount, anchor, days } from "./wording.js";

const ROLES = ["agency", "date", "campaign", "measure", "quantity"];

export function Evidence({ record }) {
  const words = useWords();
  const { t, label, percent, data } = words;
  const { places, doc } = record;
  const sentence = places.measure.sentence;
  const here = ROLES.filter((role) => places[role] && sentence && places[role].sentence === sentence);
  const whole = record.partOf && data.byId.get(record.partOf);
  const earlier = record.repeats && data.byId.get(record.repeats);
  const told = {
    agency: record.agency && [record.agency.name, record.agency.level && label("level", record.agency.level)]
      .filter(Boolean).join(" · "),
    date: record.date && [days(record.date, words) || t("unknown"), label("date_kind", record.date.kind)].filter(Boolean).join(" · "),
    campaign: places.campaign?.words,
    measure: `${label("type", record.type)} · ${label("category", record.category)}`,
    quantity: record.quantity && amount(record.quantity, words),
  };
  return html`<article>
    ${sentence && html`<h3>${t("sentence")}</h3>
      <blockquote lang="zh-CN"><${Marked} text=${sentence.text} marks=${here.map((role) => mark(role, places[role]))} /></blockquote>
      ${sentence.raw && html`<details class="raw"><summary>${t("asInSource")}</summary>
        <blockquote lang="zh-CN"><${Marked} text=${sentence.raw} marks=${here.map((role) => mark(role, places[role], true))} /></blockquote>
      </details>`}`}
    <h3>${t("where")}</h3>
    <dl>${ROLES.filter((role) => places[role]).map((role) => html`<div key=${role}>
      <dt><span class=${`key ${role}`}>${t(role)}</span></dt>
      <dd><b>${told[role]}</b>
        <span class="words" lang="zh-CN">${places[role].words}</span>
        <${Place} place=${places[role]} role=${role} here=${here.includes(role)} />
      </dd>
    </div>`)}</dl>
    <p class="sureness">${t("measureSure")}: ${percent(record.measureSure)} · ${t("categorySure")}: ${percent(record.categorySure)}${" "}
      (${Object.entries(record.scores).map(([name, p]) => `${label("category", name)} ${percent(p)}`).join(", ")})</p>
    ${whole && html`<p>${t("partOf")}: <a href=${anchor(whole)}>${whole.action}${whole.object} ${whole.places.quantity?.words}</a></p>`}
    ${earlier && html`<p>${t("repeats")}: <a href=${anchor(earlier)}>${earlier.doc.id}: ${earlier.action}${earlier.object} ${earlier.places.quantity?.words}</a></p>`}
    <p class="source">${t("source")}: ${doc.title ? `${doc.title} · ` : ""}<code>${doc.source}</code>${doc.published ? ` · ${t("published")} ${doc.published}` : ""}
      ${" · "}<a href=${anchor(record)}>${t("link")}</a> <code>${record.id}</code></p>
  </article>`;
}

function Place({ place, role, here }) {
  const { t, number } = useWords();
  const at = html`<small>${t("characters")} ${number(place.start)}–${number(place.end)}</small>`;
  if (here) return html`<span class="at">${t("here")} ${at}</span>`;
  if (!place.sentence) return html`<span class="at">${t("nowhere")} ${at}</span>`;
  return html`<span class="at">${t("elsewhere")} ${at}</span>
    <blockquote lang="zh-CN"><${Marked} text=${place.sentence.text} marks=${[mark(role, place)]} /></blockquote>`;
}

function mark(role, place, raw = false) {
  return raw ? { role, from: place.rawFrom, to: place.rawTo } : { role, from: place.from, to: place.to };
}

// The text with its marks; spans of one record do not overlap, and one that did would be left out.
function Marked({ text, marks }) {
  const { t } = useWords();
  const characters = [...text]; // places count characters, strings of JavaScript count halves of rare ones
  const piece = (from, to) => characters.slice(from, to).join("");
  const pieces = [];
  let at = 0;
  for (const { role, from, to } of marks.sort((a, b) => a.from - b.from)) {
    if (from < at || to > characters.length) continue;
    pieces.push(piece(at, from), html`<mark class=${role} title=${t(role)}>
      <span class="unseen">${t(role)}: </span>${piece(from, to)}</mark>`);
    at = to;
  }
  return [...pieces, piece(at)];
}
