// `autoloop explain`: says what the planner would do about one program now, rule by rule, and why. Asks GitHub as the
// app, with the app's own configuration; changes nothing.

import type { Command } from "commander";
import { readConfig } from "../app/settings/config.ts";
import { processEnvironment } from "../app/settings/process-environment.ts";
import { systemClock } from "../app/system-clock.ts";
import { AutoloopError, Retryable, UserInput } from "../domain/errors.ts";
import { saysOf } from "../plan/step.ts";
import type { Explanation } from "../reconcile/explain.ts";
import { oneLine } from "../text/format/inert.ts";
import { HOST_TROUBLE } from "../text/outcome/system-errors.ts";

/** Exit codes: it was told; there is no such program; it cannot be told. */
const EXIT = { told: 0, absent: 1, failed: 2 } as const;

const TARGET = /^([\w.-]{1,100})\/([\w.-]{1,100})#([1-9]\d{0,9})$/;

/** How the command looks and where it writes, so that it can be tried without a process. */
interface ExplainIo {
  /** `absent`: the app is not installed there, or there is no such issue. @throws AutoloopError */
  readonly look: (owner: string, name: string, issue: number) => Promise<Explanation | "absent">;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Adds the command. It sets `process.exitCode`: 0, 1 where there is no such program, 2 where it cannot be told. */
export function registerExplain(program: Command): void {
  program
    .command("explain")
    .description(
      "say what would be done about a program now, rule by rule, and do nothing of it; uses the app's environment or .env",
    )
    .argument("<owner/repo#issue>", "the issue of a program, in quotes: a shell may read # as a comment")
    .option("--json", "one JSON object")
    .action(async (target: string, options: { readonly json?: true }) => {
      process.exitCode = await explainCommand(target, options.json === true, {
        look: async (owner, name, issue) => {
          // Only what asks GitHub loads what speaks to it.
          const { composeExplain } = await import("../app/explain.ts");
          return await composeExplain(readConfig(processEnvironment()), systemClock)(owner, name, issue);
        },
        print: (out) => process.stdout.write(out),
        complain: (out) => process.stderr.write(out),
      });
    });
}

/** @returns the exit code */
export async function explainCommand(target: string, asJson: boolean, io: ExplainIo): Promise<number> {
  const [, owner, name, issue] = TARGET.exec(target) ?? [];
  if (owner === undefined || name === undefined || issue === undefined) {
    io.complain("autoloop explain: name a program as owner/repo#issue, such as octocat/hello-world#12\n");
    return EXIT.failed;
  }
  try {
    const found = await io.look(owner, name, Number(issue));
    io.print(asJson ? `${JSON.stringify(facts(target, found))}\n` : summary(target, found));
    return found === "absent" ? EXIT.absent : EXIT.told;
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    const hint =
      error instanceof UserInput ? `${error.hint}\n` : error instanceof Retryable ? `${HOST_TROUBLE}\n` : "";
    io.complain(`autoloop explain: ${error.message}\n${hint}`);
    return EXIT.failed;
  }
}

function facts(target: string, found: Explanation | "absent") {
  if (found === "absent") return { target, found: false, rules: [] };
  const { program, status, run, at, steps } = found;
  const rules = steps.map((step) => ({
    rule: step.rule,
    events: step.events.map(({ type }) => type),
    actions: step.actions.map(({ type }) => type),
    says: saysOf(step),
  }));
  return { target, found: true, program, status, run, at: new Date(at).toISOString(), rules };
}

function summary(target: string, found: Explanation | "absent"): string {
  if (found === "absent") return `${target}: the app is not installed there, or there is no such issue\n`;
  const { program, status, run, at, steps } = found;
  const width = Math.max(...steps.map(({ rule }) => rule.length));
  const lines = steps.flatMap((step) => {
    const says = saysOf(step);
    return (says.length === 0 ? ["nothing to do"] : says).map(
      (line, index) => `  ${(index === 0 ? step.rule : "").padEnd(width)}  ${oneLine(line)}`,
    );
  });
  const head = `${target}: ${program}, ${status}, run ${run}, at ${new Date(at).toISOString()}`;
  return `${[head, ...lines].join("\n")}\n`;
}
