// Builds dist/ from src/: minified, named by content hash, with a manifest that the server reads.

import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build } from "esbuild";

const OUT = "dist";

process.chdir(import.meta.dirname);
await rm(OUT, { recursive: true, force: true });

const { metafile } = await build({
  entryPoints: [
    "src/site.css",
    "src/site.js",
    "src/diagram.css",
    "src/diagram.js",
    "src/favicon.svg",
  ],
  outdir: OUT,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  format: "iife",
  // Office computers are old: the oldest browsers that know CSS variables and grid well.
  target: ["chrome69", "edge79", "firefox68", "safari14.1"],
  loader: { ".woff2": "file", ".svg": "copy" },
  legalComments: "none", // gathered in NOTICE.txt instead
  logLevel: "warning",
});

await writeFile(`${OUT}/manifest.json`, JSON.stringify(manifestOf(metafile), null, 2) + "\n");
await writeFile(`${OUT}/NOTICE.txt`, await noticeOf(metafile));

/** Source file name -> built file name, for what a page may ask for. */
function manifestOf({ outputs }) {
  const built = {};
  for (const [path, { entryPoint, inputs }] of Object.entries(outputs)) {
    const source = entryPoint ?? Object.keys(inputs)[0];
    if (source) built[basename(source)] = basename(path);
  }
  return built;
}

/** The licence texts of every package that went into the bundles: their licences ask for it. */
async function noticeOf({ inputs }) {
  const packages = Object.keys(inputs)
    .map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1])
    .filter(Boolean);
  const texts = [...new Set(packages)].sort().map(async (name) => {
    const { version, license } = JSON.parse(
      await readFile(`node_modules/${name}/package.json`, "utf8"),
    );
    const file = (await readdir(`node_modules/${name}`)).find((it) => /^licen[cs]e/i.test(it));
    const text = await readFile(`node_modules/${name}/${file}`, "utf8");
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(72)}\n\n`);
}
