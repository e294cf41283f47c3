// `npm run demo`: the whole loop on this machine. Starts a local GitHub and the real app as a process, plays a
// maintainer, checks through the API what GitHub holds at the end, and says so with its exit code.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CARTON, startSandbox } from "../sandbox.ts";
import { freePort, startApp, webhookUrl } from "./app-process.ts";
import { type Facts, readFacts, shortcomings } from "./facts.ts";
import { Reading } from "./reading.ts";
import { iterationText, resultText, saidText } from "./screen.ts";
import { play, SELF } from "./story.ts";

const HELP = `Usage: npm run demo [-- --json]

Runs the whole loop against a local GitHub: a labelled issue, a baseline, twelve iterations of a
real program, one steering comment. Needs Node and git; no network, no account.

  --json   print the facts, as read back from the API, as one JSON object on the last line
  --help   this text

Exit code: 0 when everything that was checked holds, 1 when something does not, 2 for wrong usage.
`;

/** Known best of the demo's program: a cube of 10 cm. */
const OPTIMUM = 600;
/** The issue asks for at least ten iterations after the baseline. */
const AT_LEAST = { iterations: 10 };
const LIMIT_MS = 85_000;

async function demo(json: boolean): Promise<number> {
  const began = Date.now();
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const workDir = await mkdtemp(join(tmpdir(), "autoloop-demo-"));
  const port = await freePort();
  say("Autoloop demo: a local GitHub, the real app, a real program (least cardboard for one litre).");
  const sandbox = await startSandbox({ webhookUrl: webhookUrl(port) });
  const app = await startApp(sandbox, { port, workDir });
  say(saidText(`local GitHub at ${sandbox.url}, app with process id ${app.pid}`));
  try {
    const reading = new Reading(sandbox.api(sandbox.tokens.maintainer), sandbox.repository);
    const telling = {
      iteration: (line: Parameters<typeof iterationText>[0]) => say(iterationText(line)),
      said: (text: string) => say(saidText(text)),
    };
    const result = await play(sandbox, reading, CARTON, telling, began + LIMIT_MS);
    await app.stop();
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    const cost = { requests: sandbox.requests().total, seconds };
    const program = { name: result.name, issue: result.issue, self: SELF };
    const facts = await readFacts(reading, program, result.steered, cost);
    say(resultText(result, facts, OPTIMUM));
    return verdict(facts, json, say);
  } catch (error) {
    say(`\nThe app's last words:\n${app.output().slice(-4_000)}`);
    throw error;
  } finally {
    await app.stop("SIGKILL");
    await sandbox.close();
    await rm(workDir, { recursive: true, force: true });
  }
}

function verdict(facts: Facts, json: boolean, say: (text: string) => void): number {
  const wrong = shortcomings(facts, AT_LEAST);
  for (const wanted of wrong) say(`NOT AS IT HAS TO BE: wanted ${wanted}`);
  if (wrong.length === 0) say("\nEverything was checked through the API and holds.");
  if (json) say(JSON.stringify(facts));
  return wrong.length === 0 ? 0 : 1;
}

const words = process.argv.slice(2);
if (words.includes("--help")) {
  process.stdout.write(HELP);
} else if (words.some((word) => word !== "--json")) {
  process.stderr.write(HELP);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await demo(words.includes("--json"));
  } catch (error) {
    process.stderr.write(`The demo broke: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
