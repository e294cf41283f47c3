// The one comment that answers commands. It says what was true when it was asked; asked again, it is edited.

import type { AnswerPart } from "../../domain/commands/command-row.ts";
import { partsOfAnswer } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { ReadinessCheck } from "../../domain/repository/readiness.ts";
import { SETTABLE_KEYS } from "../../domain/settings/listed-settings.ts";
import { helpTable } from "../command/command-lists.ts";
import { inertLine, inlineCode } from "../format/inert.ts";
import { answerMarker } from "../format/markers.ts";
import { formatTime } from "../format/numbers.ts";
import { problemList, warningList } from "../format/problem-list.ts";
import { readinessList } from "../setup/readiness-list.ts";
import { type StatusFacts, statusTable } from "./status/status-table.ts";
import { summary } from "./summary.ts";

/** What is answered, and from what. */
interface AnswerFacts {
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
export function answerKey({ comment, hash }: Pick<AnswerFacts["asked"], "comment" | "hash">): string {
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
  const { verb, reason } = facts.asked;
  return reason === null
    ? partsOfAnswer(verb).flatMap((part) => PARTS[part](facts))
    : [inertLine(reason, 1_000)];
}

const PARTS: Readonly<Record<AnswerPart, (facts: AnswerFacts) => readonly string[]>> = {
  status: ({ status }) => [
    `### Status of ${status.state.name}`,
    summary(status.state),
    statusTable(status, []),
  ],
  doctor: findings,
  help: () => [HELP],
};

/** What is wrong with the program, what the repository still needs, and what decides. */
function findings(facts: AnswerFacts): readonly string[] {
  const { problems, warnings } = facts.status;
  const found = [
    ...(problems.length === 0 ? ["Nothing is wrong with program or configuration."] : problemList(problems)),
    ...warningList(warnings),
  ];
  const ci =
    facts.ci === "none"
      ? "no check is asked for; what the evaluation says decides"
      : "at least one check of the iteration's commit must succeed, and none may fail";
  return [
    "### Doctor",
    // Lists with nothing between them are shown as one.
    `**The program**\n\n${found.join("\n")}`,
    `**The repository**\n\n${facts.readiness === "refused" ? REFUSED : readinessList(facts.readiness).join("\n")}`,
    `**What runs and decides**\n\n- **CI:** ${ci} (\`ci: ${facts.ci}\`)\n- **Agent:** ${inlineCode(facts.agent, 60)}, run by ${inlineCode(facts.executor, 60)}`,
  ];
}

const REFUSED = "GitHub does not let Autoloop look at the rest: see which permissions its installation has.";

const HELP = [
  "### Commands",
  "",
  "A comment whose first line is one of these, by somebody who may:",
  "",
  ...helpTable(),
  "",
  `Keys: ${SETTABLE_KEYS.map((key) => `\`${key}\``).join(", ")}. A comment in plain prose steers the next iterations.`,
].join("\n");
