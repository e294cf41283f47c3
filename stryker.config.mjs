// Owns what is mutated and how it is judged. FOLDER names one folder of src; the unit tests of the same folder, and
// no others, have to notice what was changed there (docs/testing.md).
const folder = process.env.FOLDER ?? "domain";

export default {
  mutate: [`src/${folder}/**/*.ts`],
  plugins: ["./test/mutation/stryker-plugin.mjs"],
  testRunner: "one-worker",
  coverageAnalysis: "perTest",
  // Sentences are for people: that a word in one of them matters is not for a machine to say.
  mutator: { excludedMutations: ["StringLiteral"] },
  // Evaluated once when a file is loaded: each would need a process of its own.
  ignoreStatic: true,
  concurrency: 1,
  incremental: true,
  incrementalFile: `tmp/mutation/${folder.replaceAll("/", "-")}.json`,
  reporters: ["clear-text", "progress"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["coverage", "tmp", "dist", "docs", "bench", "templates"],
  disableTypeChecks: false,
  // Stryker would rewrite the paths in it by an API that the compiler no longer has; the sandbox is a copy of the whole
  // tree, so nothing has to be rewritten.
  tsconfigFile: "not-rewritten.json",
  timeoutMS: 5_000,
  timeoutFactor: 4,
};
