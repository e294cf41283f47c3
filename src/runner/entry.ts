#!/usr/bin/env node
// Where `runner.mjs` begins: the runner's process on the app's own machine (`run`, `end`), else the command of a job on
// GitHub Actions. Loads one of the two and nothing else.

const [, , verb] = process.argv;
if (verb === "run" || verb === "end") await import("./main.ts");
else await import("./cli.ts");

export {};
