import { render } from "preact";
import { App } from "./app.js";
import { read } from "./data.js";
import { html } from "./html.js";

const data = read(document.getElementById("data").textContent);
const root = document.getElementById("page");
root.textContent = "";
render(html`<${App} data=${data} />`, root);
