import { useEffect, useMemo, useState } from "preact/hooks";
import { chosen } from "./filter.js";
import { html } from "./html.js";
import { remember, remembered } from "./settings.js";
import { useWords } from "./words.js";

export function Header({ data, filter, toggle, onLanguage }) {
  const { t, form, number, language } = useWords();
  const unsure = useMemo(() => chosen(data.records, { ...filter, sure: "low" }).length, [filter]);
  const amounts = useMemo(() => chosen(data.records, { ...filter, amounts: "yes" }).length, [filter]);
  const bodies = useMemo(() => new Set(data.records.map((r) => r.agency?.name).filter(Boolean)).size, [data]);
  return html`<header>
    <div class="bar">
      <h1>${data.title ?? t("title")}</h1>
      <button type="button" class="language" lang=${language === "zh" ? "en" : "zh-CN"} onClick=${onLanguage}>
        ${t("otherLanguage")}
      </button>
      <${Theme} />
    </div>
    <p class="claims">${t("claims")}</p>
    ${data.records.length > 0 && html`<ul class="facts">
      <li><b>${number(data.records.length)}</b> ${form("records", data.records.length)}</li>
      <li><b>${number(data.docs.length)}</b> ${form("documents", data.docs.length)}</li>
      <li><b>${number(bodies)}</b> ${form("bodies", bodies)}</li>
      <li><button type="button" class="amounts" aria-pressed=${filter.amounts === "yes"} onClick=${() => toggle("amounts", "yes")}>
        <b>${number(amounts)}</b> ${t("amounts")}
      </button></li>
      <li><button type="button" class="low" aria-pressed=${filter.sure === "low"} onClick=${() => toggle("sure", "low")}>
        <b>${number(unsure)}</b> ${t("lowCount")}
      </button></li>
    </ul>`}
  </header>`;
}

function Theme() {
  const { t } = useWords();
  const [theme, setTheme] = useState(() => remembered("theme") ?? "auto");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
  }, [theme]);
  return html`<label class="theme"><span>${t("theme")}</span>
    <select value=${theme} onChange=${(e) => setTheme(e.target.value)}>
      ${["auto", "light", "dark"].map((name) => html`<option key=${name} value=${name}>${t(name)}</option>`)}
    </select>
  </label>`;
}
