/* Builds the browser side into static/dist and names every file in manifest.json.
 *
 * What is built: each static/<folder>/*.js is a bundle of its own (its parts lie in sub-folders),
 * static/web/css/main.css becomes app.css, and each file of static/<folder>/assets is copied.
 * Names carry a hash of the content, so that browsers may keep the files for good; text files
 * get .br and .gz siblings. Anything unexpected stops the build.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import * as esbuild from "esbuild";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const STATIC = path.join(ROOT, "static");
const DIST = path.join(STATIC, "dist");
const WORK = path.join(ROOT, "node_modules", ".cache", "betang-assets");
const MODULES = `node_modules${path.sep}`;

const fail = (message) => {
  console.error(`build_assets: ${message}`);
  process.exit(1);
};

const filesIn = (folder, ending = "") =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
        .map((entry) => path.join(folder, entry.name))
        .sort()
    : [];

const folders = fs
  .readdirSync(STATIC, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "dist")
  .map((entry) => path.join(STATIC, entry.name))
  .sort();

const entryPoints = [
  { in: path.join(STATIC, "web", "css", "main.css"), out: "app" },
  ...folders
    .flatMap((folder) => filesIn(folder, ".js"))
    .map((file) => ({ in: file, out: path.basename(file, ".js") })),
];

const manifest = {};
const name = (plain, built) => {
  if (manifest[plain]) fail(`two files would be called ${plain}`);
  manifest[plain] = built;
};

const hashed = (plain, content) => {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const { name: stem, ext } = path.parse(plain);
  const built = `${stem}-${hash}${ext}`;
  fs.writeFileSync(path.join(WORK, built), content);
  name(plain, built);
};

/* The licences of what is bundled must travel with it. */
const licences = (inputs) => {
  const packages = new Set();
  for (const input of inputs) {
    const at = input.lastIndexOf(MODULES);
    if (at < 0) continue;
    const parts = input.slice(at + MODULES.length).split(path.sep);
    packages.add(parts[0].startsWith("@") ? `${parts[0]}/${parts[1]}` : parts[0]);
  }
  const texts = [...packages].sort().map((title) => {
    const folder = path.join(ROOT, "node_modules", title);
    const file = filesIn(folder).find((each) => /licen[cs]e/i.test(path.basename(each)));
    const { version, license } = JSON.parse(fs.readFileSync(path.join(folder, "package.json")));
    if (!file) fail(`${title} ships no licence text`);
    return `${title} ${version} (${license})\n\n${fs.readFileSync(file, "utf8").trim()}\n`;
  });
  const font = fs.readFileSync(path.join(STATIC, "web", "assets", "jakarta-OFL.txt"), "utf8");
  texts.push(`Plus Jakarta Sans (OFL-1.1)\n\n${font.trim()}\n`);
  return texts.join(`\n${"-".repeat(72)}\n\n`);
};

fs.rmSync(WORK, { recursive: true, force: true });
fs.mkdirSync(WORK, { recursive: true });

const result = await esbuild.build({
  absWorkingDir: ROOT,
  entryPoints,
  outdir: WORK,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  platform: "browser",
  charset: "utf8",
  legalComments: "none", // their texts are gathered in licences.txt
  target: ["es2020", "chrome99", "firefox97", "safari15.4"],
  loader: { ".svg": "file", ".woff2": "file" },
  metafile: true,
  logLevel: "warning",
});
if (result.warnings.length) fail("a warning is a fault: mend it or say here why it is none");

for (const [output, { entryPoint, inputs }] of Object.entries(result.metafile.outputs)) {
  const built = path.basename(output);
  const entry = entryPoints.find((each) => path.relative(ROOT, each.in) === entryPoint);
  // Without an entry it is a picture or font that a stylesheet names.
  name(entry ? entry.out + path.extname(built) : path.basename(Object.keys(inputs)[0]), built);
}

for (const file of folders.flatMap((folder) => filesIn(path.join(folder, "assets")))) {
  if (!manifest[path.basename(file)]) hashed(path.basename(file), fs.readFileSync(file));
}
hashed("licences.txt", licences(Object.keys(result.metafile.inputs)));

const rows = [];
for (const file of filesIn(WORK)) {
  const content = fs.readFileSync(file);
  const row = { file: path.basename(file), bytes: content.length };
  if (!file.endsWith(".woff2")) {
    const br = brotliCompressSync(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    });
    const gz = gzipSync(content, { level: 9 });
    fs.writeFileSync(`${file}.br`, br);
    fs.writeFileSync(`${file}.gz`, gz);
    Object.assign(row, { br: br.length, gz: gz.length });
  }
  rows.push(row);
}
fs.writeFileSync(
  path.join(WORK, "manifest.json"),
  `${JSON.stringify(Object.fromEntries(Object.entries(manifest).sort()), null, 2)}\n`,
);

fs.rmSync(DIST, { recursive: true, force: true });
fs.renameSync(WORK, DIST);
for (const { file, bytes, br = "", gz = "" } of rows) {
  console.log(`${file.padEnd(36)}${String(bytes).padStart(8)} B${String(br).padStart(8)} br${String(gz).padStart(8)} gz`);
}
