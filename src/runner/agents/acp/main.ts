// The process of the built-in client of the Agent Client Protocol: `main.js <prompt file> <exchange directory> <model or
// nothing> <command line>` in the workspace. Everything it tells are lines of JSON on standard output.

import { readFile } from "node:fs/promises";
import { acpLine } from "../../../text/agents/acp/line.ts";
import { acpWords } from "../../../text/agents/acp/words.ts";
import { runAcp } from "./client.ts";

const [promptFile, exchange, model, ...line] = process.argv.slice(2);
if (promptFile === undefined || exchange === undefined || line.length === 0) {
  process.stderr.write(`${acpWords.usage()}\n`);
  process.exit(2);
}
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
const work = {
  ...{ workspace: process.cwd(), exchange, model: model || null },
  prompt: await readFile(promptFile, "utf8"),
};
const problem = await runAcp(line, work, (told) => process.stdout.write(acpLine(told)), stop.signal);
process.exit(problem === null ? 0 : 1);
