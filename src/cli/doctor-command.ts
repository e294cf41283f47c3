// `autoloop doctor`: says what must be ready in a repository before programs can run there. Asks GitHub as the app, with
// the app's own configuration; changes nothing.

import type { Command } from "commander";
import { readConfig } from "../app/settings/config.ts";
import { processEnvironment } from "../app/settings/process-environment.ts";
import { systemClock } from "../app/system-clock.ts";
import { AutoloopError, Retryable, UserInput } from "../domain/errors.ts";
import { isReady } from "../domain/repository/readiness.ts";
import type { Examined } from "../plan/repository/setup.ts";
import { HOST_TROUBLE } from "../text/outcome/system-errors.ts";
import { readinessLines } from "../text/setup/readiness-list.ts";

/** Exit codes: nothing is missing; something is; it cannot be told. */
const EXIT = { ready: 0, missing: 1, failed: 2 } as const;

const TARGET = /^([\w.-]{1,100})\/([\w.-]{1,100})$/;

/** How the command looks and where it writes, so that it can be tried without a process. */
interface DoctorIo {
  /** `absent`: the app is not installed there. @throws AutoloopError */
  readonly look: (owner: string, name: string) => Promise<Examined | "absent">;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Adds the command. It sets `process.exitCode`: 0, 1 where something is missing, 2 where that cannot be told. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description(
      "say what a repository still needs before programs can run; uses the app's environment or .env",
    )
    .argument("<owner/repo>", "a repository on which the app is installed")
    .option("--json", "one JSON object")
    .action(async (target: string, options: { readonly json?: true }) => {
      process.exitCode = await doctor(target, options.json === true, {
        look: async (owner, name) => {
          // Only what asks GitHub loads what speaks to it.
          const { composeDoctor } = await import("../app/doctor.ts");
          return await composeDoctor(readConfig(processEnvironment()), systemClock)(owner, name);
        },
        print: (out) => process.stdout.write(out),
        complain: (out) => process.stderr.write(out),
      });
    });
}

/** @returns the exit code */
export async function doctor(target: string, asJson: boolean, io: DoctorIo): Promise<number> {
  const [, owner, name] = TARGET.exec(target) ?? [];
  if (owner === undefined || name === undefined) {
    io.complain("autoloop doctor: name a repository as owner/repo, such as octocat/hello-world\n");
    return EXIT.failed;
  }
  try {
    const found = await io.look(owner, name);
    io.print(asJson ? `${JSON.stringify(facts(target, found))}\n` : summary(target, found));
    return found !== "absent" && isReady(found.checks) ? EXIT.ready : EXIT.missing;
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    const hint =
      error instanceof UserInput ? `${error.hint}\n` : error instanceof Retryable ? `${HOST_TROUBLE}\n` : "";
    io.complain(`autoloop doctor: ${error.message}\n${hint}`);
    return EXIT.failed;
  }
}

function facts(repository: string, found: Examined | "absent") {
  if (found === "absent") return { repository, installed: false, ready: false, checks: [] };
  const checks = found.checks.map(({ name, state, text, link }) => ({
    ...{ check: name, state, text },
    url: link?.url ?? null,
  }));
  return { repository, installed: true, ready: isReady(found.checks), checks };
}

function summary(repository: string, found: Examined | "absent"): string {
  if (found === "absent")
    return `${repository}: the app is not installed here; install it from its page on GitHub\n`;
  const verdict = isReady(found.checks) ? "nothing is missing" : "not ready yet";
  const lines = [`${repository}: ${verdict}`, ...readinessLines(found.checks).map((line) => `  ${line}`)];
  return `${lines.join("\n")}\n`;
}
