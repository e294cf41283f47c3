// The one comment that answers commands. It says what was true when it was asked; asked again, it is edited.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { ReadinessCheck } from "../../domain/repository/readiness.ts";
import { SETTABLE_KEYS } from "../../domain/settings/program-settings.ts";
import { inertLine, inlineCode } from "../format/inert.ts";
import { answerMarker } from "../format/markers.ts";
import { formatTime } from "../format/numbers.ts";
import { problemList, warningList } from "../format/problem-list.ts";
import { readinessList } from "../setup/readiness-list.ts";
import { type StatusFacts, statusTable } from "./status-table.ts";
import { summary } from "./summary.ts";

/** What is answered, and from what. */
export interface AnswerFacts {
  readonly asked: NonNullable<ProgramState["asked"]>;
  readonly status: StatusFacts;
  /** What decides about commits, and who makes them. */
  readonly ci: "required" | "none";
  readonly agent: string;
  readonly executor: string;
  /** What must be ready in the repository, for a doctor; `refused`: the app may not look. */
  readonly readiness: readonly ReadinessCheck[] | "refused";
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** By what the answer is found again. */
export function answerKey({ comment, hash }: AnswerFacts["asked"]): string {
  return `${comment}.${hash.slice(0, 12)}`;
}

/** The comment, as Markdown with its marker in the first line. */
export function answerComment(facts: AnswerFacts): string {
  const { asked, status } = facts;
  const at = status.links.comment(asked.issue ?? status.state.issue, asked.comment);
  const to = `*To [a command](${at}) by ${inlineCode(asked.by, 60)}, ${formatTime(new Date(facts.now).toISOString())}*`;
  return `${answerMarker(status.state.name, answerKey(asked))}\n${[...bodyOf(facts), to].join("\n\n")}\n`;
}

function bodyOf(facts: AnswerFacts): readonly string[] {
  const { asked, status } = facts;
  if (asked.reason !== null) return [inertLine(asked.reason, 1_000)];
  if (asked.verb === "help") return [HELP];
  const { state, problems } = status;
  const lines = [`### Status of ${state.name}`, summary(state), statusTable(status, [])];
  if (asked.verb === "status") return lines;
  const found = [
    ...(problems.length === 0
      ? ["**Nothing is wrong with program or configuration.**"]
      : problemList(problems)),
    ...warningList(status.warnings),
  ];
  const ci =
    facts.ci === "none"
      ? "no check is asked for; what the evaluation says decides"
      : "at least one check of the iteration's commit must succeed, and none may fail";
  return [
    ...lines,
    `### Doctor\n\n${found.join("\n")}`,
    facts.readiness === "refused" ? REFUSED : readinessList(facts.readiness).join("\n"),
    `- **CI:** ${ci} (\`ci: ${facts.ci}\`)\n- **Agent:** ${inlineCode(facts.agent, 60)}, run by ${inlineCode(facts.executor, 60)}`,
  ];
}

const REFUSED = "GitHub does not let Autoloop look at the rest: see which permissions its installation has.";

const HELP = [
  "### Commands",
  "",
  "A comment whose first line is one of these, by somebody who may:",
  "",
  "| Command | What it does | Who |",
  "| :-- | :-- | :-- |",
  "| `/autoloop run` | one iteration now, whatever the schedule says | write |",
  "| `/autoloop retry` | goes on after a pause, and runs at once | write |",
  "| `/autoloop pause [reason]` | nothing new begins, nothing is committed | triage, author of the program's issue |",
  "| `/autoloop resume` | goes on after a pause or a stop | write |",
  "| `/autoloop stop` | ends the loop and what is under way | triage, author of the program's issue |",
  "| `/autoloop set KEY VALUE` | a setting that counts instead of the text's; `none`: no value, `default`: the text's | write |",
  "| `/autoloop approve` | stands behind the text of the program's issue as it is now | write |",
  "| `/autoloop status`, `doctor`, `help` | answers in one comment | triage, author of the program's issue |",
  "| `/autoloop` and any other words | one iteration with these words as its instruction | write |",
  "",
  `Keys: ${SETTABLE_KEYS.map((key) => `\`${key}\``).join(", ")}. A comment in plain prose steers the next iterations.`,
].join("\n");
