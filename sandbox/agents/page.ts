// The page of the documentation that says what was seen of the agents' command lines. Made of results alone, so that
// nobody has to believe it: the same command makes it again.

import type { Candidate } from "./candidates.ts";
import { CHECKS } from "./scenarios.ts";
import type { Tried } from "./try.ts";
import type { Way } from "./ways.ts";

/** What each check is about, as the page explains it. */
const MEANINGS: Readonly<Record<string, string>> = {
  edit: "the file is changed, the metric gets better, nothing else is left behind",
  answer: "the agent's answer is read",
  tokens: "the tokens told are those that the service counted",
  "401": "the service refuses the key: the run ends at once, and a sentence says why",
  "403": "the service refuses the account: the same",
  "429": "the service asks to wait and never stops to: the run ends in its time, and a sentence says why",
  "500": "the service is out of order: the same",
  silence:
    "the service takes requests and never answers: the run ends when the agent was silent for too long",
  offline:
    "nobody listens where the service should be: the run ends in its time or when the agent was silent for too long",
  endless:
    "the model never comes to an end: the run ends in its time, what was changed until then is measured, what it cost is known, and a sentence says why it went no further",
};

export function agentsPage(node: string, candidates: readonly Candidate[], tried: readonly Tried[]): string {
  const head = ["agent", "version", ...CHECKS];
  const rows = candidates.map(({ name, way, version }) => [
    `\`${name}\``,
    version,
    ...CHECKS.map((check) => (isUnheard(way, check) ? "–" : mark(tried, name, check))),
  ]);
  return `# What was seen of the agents' command lines

\`npm run agents -- --write-docs\` makes this page. It installs each command line from npm in the version that Autoloop pins
(with \`${node}\`), starts it as Autoloop does, and lets it speak to a model service on the same machine whose answers are
written down (\`sandbox/models/\`). Nothing here says how good a model is. Times are cut short for it: unless somebody sets
them, a program has an hour for a run, of which the agent has three quarters, and an agent may be silent for ten minutes.
Names that begin with \`acp-\` are the agent \`acp\` with the command line that stands below. A dash: the agent does not tell it.

${table(head, rows)}
${CHECKS.map((check) => `- **${check}**: ${MEANINGS[check] ?? ""}`).join("\n")}

## What people read

${candidates.map((one) => sentencesOf(one, tried)).join("\n")}`;
}

/** What the agent does not tell, whatever was seen; a note says so. */
function isUnheard({ tells, tellsRefusal }: Way, check: string): boolean {
  return check === "tokens" ? tells === "nothing" : !tellsRefusal && (check === "401" || check === "403");
}

function mark(tried: readonly Tried[], agent: string, check: string): string {
  const wrong = tried.find((one) => one.agent === agent && check in one.wrong)?.wrong[check];
  return wrong === undefined ? "" : wrong.length === 0 ? "✔" : "✘";
}

function sentencesOf({ name, agentCommand, way }: Candidate, tried: readonly Tried[]): string {
  const own = tried.filter((one) => one.agent === name);
  const rows = own.map(({ scenario, said, wrong }) => [
    scenario,
    inCell(said === "" ? "(nothing: it was measured)" : said),
    inCell(Object.values(wrong).flat().join(" ")),
  ]);
  const notes = [
    ...NOTES[way.tells],
    ...(way.tellsStopped ? [] : NOTES.stopped),
    ...(way.tellsRefusal ? [] : NOTES.refusal),
    ...(way.isQuiet ? NOTES.quiet : []),
  ];
  const list = notes.map((note) => `- ${note}\n`).join("");
  const head = ["scenario", "what the iteration says", "not as promised"];
  const line = agentCommand === null ? "" : `\`AUTOLOOP_AGENT_COMMAND=${agentCommand}\`\n\n`;
  return `### \`${name}\`\n\n${line}${table(head, rows)}${list === "" ? "" : `\n${list}`}`;
}

/** What holds for some agents and cannot be put right from outside. */
const NOTES = {
  all: [],
  work: [
    "It never tells what requests beside the work cost (one for a title), so tokens are compared without them.",
  ],
  nothing: ["It does not tell which tokens the whole run took: they are unknown, which is what is checked."],
  input: [
    "It does not tell what its model's thoughts cost, nor what requests beside the work do: output is unknown, and input is compared without those.",
  ],
  stopped: ["Where it is stopped, it does not tell what it cost: that is unknown."],
  refusal: ["It says nothing of a key that is refused: the run looks like one without an idea."],
  quiet: ["It may print nothing while it asks again and again; then nobody can tell what it waits for."],
} as const;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return [head, head.map(() => "---"), ...rows].map(line).join("");
}

const LONGEST_CELL = 300;

/** What a command line printed, as text of a table. */
function inCell(text: string): string {
  const line = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a terminal
    .replace(/\u001b\[[\d;]*m/g, "")
    .replace(/\s+/g, " ")
    .replace(/[|<>`*_[\]\\]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return line.length <= LONGEST_CELL ? line : `${line.slice(0, LONGEST_CELL)}…`;
}
