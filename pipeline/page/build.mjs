// Bundles src with its libraries into bundle, with the libraries' licences. Run: npm ci && npm run build
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = (path) => new URL(path, import.meta.url);
const read = (path) => readFileSync(here(path), "utf8");

// A test compares this digest with the sources, so that no stale bundle is shipped.
const digest = createHash("sha256");
for (const name of readdirSync(here("src")).sort()) digest.update(read(`src/${name}`));
digest.update(read("package-lock.json"));

const result = await build({
  absWorkingDir: here(".").pathname,
  entryPoints: { page: "src/main.js", style: "src/page.css" },
  outdir: "bundle",
  entryNames: "page",
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  banner: { js: `/* sources ${digest.digest("hex")} */` },
});

const packages = new Set(
  Object.keys(result.metafile.inputs)
    .map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean),
);
const licences = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`));
  const file = readdirSync(here(`node_modules/${name}`)).find((f) => /^licen[cs]e/i.test(f));
  return `${name} ${version} (${license})\n\n${read(`node_modules/${name}/${file}`).trim()}\n`;
});
writeFileSync(here("bundle/LICENCES.txt"), `Libraries in this page\n\n${licences.join("\n----\n\n")}`);
