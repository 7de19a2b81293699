import { useEffect, useMemo, useState } from "preact/hooks";
import { Charts } from "./charts.js";
import { Chips, Filters } from "./filters.js";
import { NONE, chosen } from "./filter.js";
import { Glossary } from "./glossary.js";
import { Header } from "./header.js";
import { html } from "./html.js";
import { Read } from "./read.js";
import { Records } from "./records.js";
import { remember, remembered } from "./settings.js";
import { Totals } from "./totals.js";
import { Language, speaker } from "./words.js";

export function App({ data }) {
  const [language, setLanguage] = useState(() =>
    remembered("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
  const [filter, setFilter] = useState(NONE);
  const [open, setOpen] = useState(() => named(data));
  const words = useMemo(() => speaker(language, data), [language]);
  const records = useMemo(() => chosen(data.records, filter), [filter]);

  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    remember("language", language);
  }, [language]);
  // A link to a figure shows it whatever was filtered.
  useEffect(() => {
    const follow = () => {
      const record = named(data);
      if (!record) return;
      setFilter((now) => (chosen([record], now).length ? now : { ...NONE, status: record.status }));
      setOpen(record);
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);

  const change = (changes) => setFilter((now) => ({ ...now, ...changes }));
  const toggle = (name, value) => change({ [name]: filter[name] === value ? "" : value });
  const shared = { data, filter, change, toggle, records };
  return html`<${Language.Provider} value=${words}>
    ${data.records.length > 0 && html`<a class="skip" href="#figures">${words.t("skip")}</a>`}
    <${Header} ...${shared} onLanguage=${() => setLanguage(language === "zh" ? "en" : "zh")} />
    ${data.records.length === 0 ? html`<main><p class="empty">${words.t("empty")}</p></main>` : html`<main>
      <${Read} ...${shared} />
      <${Filters} ...${shared} />
      <${Chips} ...${shared} />
      <${Charts} ...${shared} />
      <${Glossary} />
      <${Totals} ...${shared} />
      <${Records} ...${shared} open=${open} onOpen=${setOpen} />
    </main>`}
  </${Language.Provider}>`;
}

function named(data) {
  const match = location.hash.match(/^#r=(.+)$/);
  try {
    return match ? data.byId.get(decodeURIComponent(match[1])) : undefined;
  } catch {
    return undefined; // a broken link names nothing
  }
}
