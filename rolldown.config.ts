// Makes the files that run without node_modules: `autoloop.mjs`, `runner.mjs`, `tuner.mjs`, `acp.mjs`, and beside them the parts
// that they load when they need them. Types are checked by the compiler, which builds what only tests and benchmarks run.

import { chmodSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig, type OutputOptions, type Plugin, type RolldownOptions } from "rolldown";

const DIST = "dist";
/** The package that a module belongs to. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
/** Packages whose modules do nothing when they are loaded, though they do not say so: what nobody uses is left out. */
const QUIET = /\/node_modules\/(?:probot|pino|pino-http|pino-pretty|octokit-auth-probot|yaml|zod)\//;

/** Parts that are named for what they are, not for the file where they begin. */
const NAMES = [
  ["/src/main.ts", "server"],
  ["/src/cli/main.ts", "commands"],
] as const;

/** Where the code of all builds so far came from. */
const foreign = new Set<string>();

/** Their licences ask for it: their texts go where their code goes. */
const licences: Plugin = {
  name: "licences",
  writeBundle: async (_, bundle) => {
    const modules = Object.values(bundle).flatMap((one) => (one.type === "chunk" ? one.moduleIds : []));
    for (const id of modules) foreign.add(PACKAGE.exec(id)?.[0] ?? "");
    const texts = await Promise.all(
      [...foreign]
        .filter(Boolean)
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map(licenceIn),
    );
    await writeFile(join(DIST, "THIRD-PARTY-LICENSES.txt"), texts.join("\n\n"));
  },
};

async function licenceIn(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return [`${name} ${version}, ${license}`, ...texts.map((text) => text.trim())].join("\n\n");
}

/** What an earlier build left would go into the package. */
async function clean(): Promise<void> {
  const files = await readdir(DIST).catch(() => []);
  const old = files.filter((file) => file.endsWith(".mjs") || file === ".compile-cache");
  await Promise.all(old.map((file) => rm(join(DIST, file), { recursive: true })));
}

const executable: Plugin = {
  name: "executable",
  writeBundle: ({ dir = DIST }, bundle) => {
    const entries = Object.values(bundle).filter((one) => one.type === "chunk" && one.isEntry);
    for (const { fileName } of entries) chmodSync(join(dir, fileName), 0o755);
  },
};

const shared = {
  platform: "node",
  // Native code that speeds up BullMQ's messages; without it the same is done in JavaScript.
  external: ["msgpackr-extract"],
  treeshake: { moduleSideEffects: [{ test: QUIET, sideEffects: false }] },
  // `eval("require")` of a Redis library in Bottleneck, whose throttling is switched off (docs/decisions/0003).
  checks: { eval: false },
} as const satisfies RolldownOptions;

const output = {
  dir: DIST,
  format: "esm",
  entryFileNames: "[name].mjs",
  chunkFileNames: ({ facadeModuleId }) =>
    `${NAMES.find(([end]) => facadeModuleId?.endsWith(end))?.[1] ?? "[name]"}.mjs`,
  // Names stay, so that the place of a defect can be read in the log.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
} as const satisfies OutputOptions;

await clean();

export default defineConfig([
  {
    ...shared,
    input: { autoloop: "src/autoloop.ts" },
    plugins: [licences, executable],
    output,
  },
  ...Object.entries({
    runner: "src/runner/entry.ts",
    tuner: "src/runner/agents/tuner/main.ts",
    acp: "src/runner/agents/acp/main.ts",
  }).map(([name, entry]) => ({
    ...shared,
    input: { [name]: entry },
    plugins: [licences, executable],
    output: { ...output, codeSplitting: false },
  })),
]);
