// One end-to-end test's world: a sandbox with a tiny repository, the real app as a process, people with tokens,
// and a folder of notes that agents may write to. `closeStages` ends everything that was started, also after a failure.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AppOptions,
  type AppProcess,
  freePort,
  startApp,
  webhookUrl,
} from "../../../sandbox/demo/app-process.ts";
import { Reading } from "../../../sandbox/demo/reading.ts";
import {
  type Api,
  type CiRule,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "../../../sandbox/sandbox.ts";
import { LABEL } from "../../../src/domain/program/names.ts";
import { isRunnerOf, signalRunner } from "../../../src/executors/local-process.ts";
import { RUN_FILES } from "../../../src/text/run/run-request.ts";
import { RAISE } from "./agents.ts";
import { Gate } from "./gate.ts";
import { Person } from "./person.ts";
import { READERS, readerOf } from "./reader.ts";
import { until } from "./until.ts";
import { writeFiles } from "./write-files.ts";

type Variables = Readonly<Record<string, string>>;

export interface StageOptions {
  /** More files of the repository: text by path. */
  readonly files?: Variables;
  readonly ci?: CiRule | "off";
  /** More people than `maintainer` and `stranger`. */
  readonly people?: SandboxOptions["people"];
  /** Bash script of the agent, given the folder of notes; absent: it raises the value by one. */
  readonly agent?: (notes: string) => string;
  /** More variables for the app. */
  readonly environment?: Variables;
  /** Secrets of the repository, for runs on GitHub Actions. */
  readonly secrets?: Variables;
  /** Where webhooks go instead of to the app; null: nowhere. */
  readonly webhooks?: string | null;
}

/** A number in a file, which the agent is to raise. */
const REPOSITORY: Variables = {
  "README.md": "A number.\n",
  "src/value.txt": "5\n",
};
/** For an app with many programs: looks that do not race each other for the one memory branch are quicker together. */
export const ONE_BY_ONE: Variables = { AUTOLOOP_CONCURRENCY: "1" };

/** What was opened and not closed yet, oldest first. */
const cleanUps: (() => Promise<void>)[] = [];

/** Ends every stage of this file, whatever state it is in. */
export async function closeStages(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
}

export class Stage {
  readonly sandbox: Sandbox;
  readonly gate: Gate;
  readonly reading: Reading;
  /** For looking often. */
  readonly reader: Api;
  readonly maintainer: Api;
  readonly stranger: Api;
  /** `/repos/acme/carton` */
  readonly base: string;
  /** Agents and evaluations of this stage write here what the test wants to know. */
  readonly notes: string;
  readonly webhookUrl: string;
  readonly #home: string;
  readonly #port: number;
  readonly #environment: Variables;
  readonly #apps: AppProcess[] = [];
  /** Of replicas. */
  readonly #machines = new Set<string>();
  #machine = 0;

  private constructor(home: string, port: number, sandbox: Sandbox, gate: Gate, environment: Variables) {
    const { owner, name } = sandbox.repository;
    this.#home = home;
    this.#port = port;
    this.#environment = environment;
    this.sandbox = sandbox;
    this.gate = gate;
    this.maintainer = sandbox.api(sandbox.tokens.maintainer);
    this.stranger = sandbox.api(sandbox.tokens.stranger);
    this.reader = readerOf(sandbox);
    this.reading = new Reading(this.reader, sandbox.repository);
    this.base = `/repos/${owner}/${name}`;
    this.notes = join(home, "notes");
    this.webhookUrl = webhookUrl(port);
  }

  static async open(options: StageOptions = {}): Promise<Stage> {
    const { files, ci, people, agent, environment, secrets = {}, webhooks } = options;
    const home = await mkdtemp(join(tmpdir(), "autoloop-e2e-"));
    cleanUps.push(() => rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
    const notes = join(home, "notes");
    const agentFile = join(home, "agent.sh");
    const agentCommand = `bash ${agentFile}`;
    await writeFiles(join(home, "repository"), { ...REPOSITORY, ...files });
    await writeFiles(notes, {});
    await writeFile(agentFile, `${agent?.(notes) ?? RAISE}\n`);
    const port = await freePort();
    const hooks = webhooks === undefined ? webhookUrl(port) : webhooks;
    const sandbox = await startSandbox({
      repository: { folder: join(home, "repository") },
      ...(ci !== undefined && { ci }),
      people: { ...READERS, ...people },
      secrets,
      variables: { AUTOLOOP_AGENT_COMMAND: agentCommand },
      ...(hooks !== null && { webhookUrl: hooks }),
    });
    cleanUps.push(() => sandbox.close());
    const gate = await Gate.open(sandbox.url);
    cleanUps.push(() => gate.close());
    const stage = new Stage(home, port, sandbox, gate, {
      GITHUB_API_URL: gate.url,
      AUTOLOOP_AGENT: "command",
      AUTOLOOP_AGENT_COMMAND: agentCommand,
      // Agents and evaluations of these tests tell what they do in a folder of notes.
      AUTOLOOP_ISOLATION: "none",
      ...environment,
    });
    cleanUps.push(() => stage.#stop());
    return stage;
  }

  /** The app's folder on the machine that it runs on now. */
  get workDir(): string {
    return join(this.#home, `machine-${this.#machine}`);
  }

  /** Starts the app, after a crash with what it left on its machine. */
  async start(environment: Variables = {}, main?: AppOptions["main"]): Promise<AppProcess> {
    await mkdir(this.workDir, { recursive: true });
    const app = await startApp(this.sandbox, {
      port: this.#port,
      workDir: this.workDir,
      environment: { ...this.#environment, ...environment },
      ...(main === undefined ? {} : { main }),
    });
    this.#apps.push(app);
    return app;
  }

  /**
   * Starts one of several processes of the app, each on a machine of its own.
   * @param name of its machine; after a stop it is found with what was left there
   * @param main entry file of another build than this one
   */
  async startReplica(name: string, main?: string): Promise<AppProcess & { port: number }> {
    const workDir = join(this.#home, `replica-${name}`);
    this.#machines.add(workDir);
    await mkdir(workDir, { recursive: true });
    const port = await freePort();
    const app = await startApp(this.sandbox, {
      port,
      workDir,
      environment: { ...this.#environment, AUTOLOOP_INSTANCE: name },
      ...(main === undefined ? {} : { main }),
    });
    this.#apps.push(app);
    return { ...app, port };
  }

  /** Ends the app's machine with all that runs there; the next start finds an empty one. */
  async loseMachine(): Promise<void> {
    await this.#stop();
    this.#machine += 1;
  }

  /** One of the people, by login. */
  person(login: string): Person {
    return new Person(this.sandbox.person(login), this.base);
  }

  /** The bot that an older edition ran as, and CI. */
  get otherApp(): Person {
    return new Person(this.sandbox.api(this.sandbox.tokens.ci), this.base);
  }

  /** Everything that all processes of the app printed. */
  output(): string {
    return this.#apps.map((app) => app.output()).join("");
  }

  /** Opens an issue with the program label as the maintainer. */
  openProgram(title: string, body: string): Promise<number> {
    return this.person("maintainer").opens(title, body, [LABEL.program]);
  }

  /** @returns the comment's id */
  comment(who: Api, issue: number, body: string): Promise<number> {
    return new Person(who, this.base).says(issue, body);
  }

  /** Text of a note, empty while there is none. */
  note(name: string): Promise<string> {
    return readFile(join(this.notes, name), "utf8").catch(() => "");
  }

  /** How often an agent began that leaves a line in the note `started`. */
  async agentsBegun(): Promise<number> {
    return (await this.note("started")).split("\n").length - 1;
  }

  /** Leaves a note, which an agent may be waiting for. */
  async leave(name: string, text = ""): Promise<void> {
    await writeFile(join(this.notes, name), text);
  }

  /** When no run is going on on the app's machine any more. */
  async runsEnded(): Promise<void> {
    for (const folder of await this.#runs()) {
      const pid = await claimedBy(folder);
      await until("the runner has ended", async () => !(await isRunnerOf(pid, folder)));
    }
  }

  async #stop(): Promise<void> {
    for (const app of this.#apps) await app.stop("SIGKILL");
    for (const folder of await this.#runs()) {
      const pid = await claimedBy(folder);
      if (await isRunnerOf(pid, folder)) signalRunner(pid, "SIGTERM");
    }
    await this.runsEnded();
  }

  async #runs(): Promise<readonly string[]> {
    const machines = [this.workDir, ...this.#machines].map((machine) => join(machine, "runs"));
    const found = await Promise.all(
      machines.map(async (runs) => {
        const names = await readdir(runs).catch(() => []);
        return names.map((name) => join(runs, name));
      }),
    );
    return found.flat();
  }
}

/** Process id of a run's runner; 0, which no process has: none took it yet. */
async function claimedBy(run: string): Promise<number> {
  return Number(await readFile(join(run, RUN_FILES.claim), "utf8").catch(() => "0"));
}

/** The text of a program that raises the value, with other or more frontmatter and another evaluation. */
export function program(
  change: { readonly frontmatter?: string; readonly evaluation?: string; readonly schedule?: string } = {},
): string {
  const { frontmatter = "max-iterations: 2", evaluation = MEASURE, schedule = "every 1s" } = change;
  return `---
schedule: ${schedule}
${frontmatter}
---

## Goal

Make the number as large as it can be.

## Target

Only modify these files:

- \`src/value.txt\`

## Evaluation

\`\`\`bash
${evaluation}
\`\`\`

The metric is \`score\`. Higher is better.
`;
}

/** What measures the value. */
export const MEASURE = 'echo "{\\"score\\": $(cat src/value.txt)}"';
