// Every command that README, documentation, sandbox and sentences of the app print is run here, or is one of a short list
// that says why not.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../../sandbox/demo/app-process.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { until } from "../support/e2e/until.ts";

vi.setConfig({ testTimeout: 180_000 });

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** What is run, by how it begins, with names in the place of what a reader puts there; and its exit code. */
const RUN: readonly (readonly [begin: string, args: (folder: string) => readonly string[], code: number])[] =
  [
    ["autoloop.mjs check fixtures/", () => ["check", "fixtures/carton/program.md"], 0],
    ["autoloop.mjs doctor", () => ["doctor", "acme/carton"], 1],
    ["autoloop.mjs explain", () => ["explain", "acme/carton#1"], 0],
    ["autoloop.mjs workflow", (folder) => ["workflow", "--agent", "claude", folder], 0],
    ["autoloop.mjs schema", () => ["schema"], 0],
    ["autoloop.mjs state", () => ["state", "fixtures/journals/0.1.0/file/state.md"], 0],
    [
      "autoloop.mjs journal",
      () => ["journal", "fixtures/journals/0.1.0/state-file/000001.jsonl", "--verify"],
      0,
    ],
    ["autoloop.mjs --help", () => ["--help"], 0],
    ["autoloop.mjs check", () => ["check", "fixtures/carton/program.md"], 0],
  ];

/** What is not run, and why. */
const EXEMPT: readonly (readonly [begin: RegExp, why: string])[] = [
  [/^autoloop\.mjs start$/, "the server: the sandbox's printed command starts it below"],
  [/^npm (?:ci|test|start)\b/, "what led to this test, and what the sandbox's printed command runs below"],
  [
    /^npm run (?:check|coverage|mutation|crash-sweep|record|docs|format|types|build|test-the-tester)\b/,
    "the whole of this suite, or what writes into the sources",
  ],
  [
    /^npm run (?:agents|contract|simulate|bench|fuzz|hostile|demo)\b/,
    "minutes to hours; CI runs them, smaller",
  ],
  [/^npm run sandbox$/, "run below, without the build before it"],
  [
    /^autoloop\.mjs finalise\b/,
    "needs a clone with what a program kept; test/cli/finalise-command.test.ts has them",
  ],
  [/^npm run register$/, "needs a person on GitHub; test/app/registration plays it"],
  [/^docker run /, "a container engine"],
  [/^node (?:bench\/parse\.mjs|--cpu-prof)$/, "of a reader's own project, or an option of Node's"],
];

/** Commands in fenced blocks without another language, and in code of one line. */
function printedIn(text: string): readonly string[] {
  const fenced = [...text.matchAll(/^( *)```\n([\s\S]*?)^\1```/gm)].flatMap(([, , block = ""]) =>
    block.split("\n"),
  );
  const inline = [...text.matchAll(/`((?:node|npm) [^`$]*)`/g)].map(([, code = ""]) => code);
  return [...fenced, ...inline]
    .map((line) => line.replace(/\s#.*$|\s+3<.*$/, "").trim())
    .flatMap((line) => line.split(" && "))
    .map((line) =>
      line.replace(/^(?:[A-Z_]+=\S+ )+/, "").replace(/^node (?:dist\/)?autoloop\.mjs/, "autoloop.mjs"),
    )
    .filter((line) => /^(?:autoloop\.mjs|node|npm|docker)\b/.test(line));
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path}`);
}

const docs = readdirSync(join(ROOT, "docs")).filter((path) => path.endsWith(".md"));
const texts = [
  "README.md",
  "CONTRIBUTING.md",
  ...docs.map((path) => `docs/${path}`),
  ...sources("src/text"),
  ...sources("src/cli"),
];
const commands = [...new Set(texts.flatMap((path) => printedIn(read(path))))];
const runFor = (command: string) => RUN.find(([begin]) => command.startsWith(begin));
const exemptionFor = (command: string) => EXEMPT.find(([begin]) => begin.test(command));

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox({});
  folder = await mkdtemp(join(tmpdir(), "autoloop-printed-"));
  await mkdir(join(folder, ".git"));
  await writeFile(join(folder, ".git/HEAD"), "ref: refs/heads/main\n");
  const title = "[Autoloop: carton]";
  await sandbox.api(sandbox.tokens.maintainer)("POST", "/repos/acme/carton/issues", {
    title,
    body: read("fixtures/carton/program.md"),
  });
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

describe("commands in the documentation and in sentences", () => {
  it("are run here or exempt, one or the other, and nothing else is on the lists", () => {
    expect(commands.filter((command) => !runFor(command) && !exemptionFor(command))).toEqual([]);
    expect(
      RUN.filter(([begin]) => !commands.some((command) => command.startsWith(begin))).map(([begin]) => begin),
    ).toEqual([]);
    expect(
      EXEMPT.filter(([begin]) => !commands.some((command) => begin.test(command))).map(([, why]) => why),
    ).toEqual([]);
  });

  it("of npm are scripts of this package", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = commands.flatMap((command) => /^npm run ([\w:-]+)/.exec(command)?.[1] ?? []);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.each(RUN.map(([begin, args, code]) => ({ begin, args, code })))(
    "end as they should: $begin",
    async ({ args, code }) => {
      const env = {
        PATH: process.env.PATH,
        ...{
          APP_ID: String(sandbox.appId),
          PRIVATE_KEY: sandbox.privateKey,
          WEBHOOK_SECRET: sandbox.webhookSecret,
        },
        ...{ GITHUB_API_URL: sandbox.url, AUTOLOOP_EXECUTOR: "local", AUTOLOOP_ISOLATION: "none" },
      };
      const ended = await new Promise<{ code: unknown; said: string }>((resolve) => {
        execFile(
          process.execPath,
          ["dist/autoloop.mjs", ...args(folder)],
          { cwd: ROOT, env },
          (error, out, err) => resolve({ code: error === null ? 0 : error.code, said: out + err }),
        );
      });
      expect(ended).toMatchObject({ code });
    },
  );
});

describe("commands that the sandbox prints", () => {
  it("start the app and open the program when they are copied", async () => {
    const [port, appPort] = [await freePort(), await freePort()];
    const started: ReturnType<typeof spawn>[] = [];
    const begin = (line: string, env: NodeJS.ProcessEnv) => {
      const child = spawn("bash", ["-c", line], {
        cwd: ROOT,
        env,
        detached: true,
        stdio: ["ignore", "pipe", "inherit"],
      });
      started.push(child);
      return child;
    };
    try {
      const hooks = `http://127.0.0.1:${appPort}/api/github/webhooks`;
      const env = { PATH: process.env.PATH, HOME: folder };
      const github = begin("node dist/sandbox/main.js", {
        ...env,
        SANDBOX_PORT: String(port),
        SANDBOX_WEBHOOK_URL: hooks,
      });
      let printed = "";
      github.stdout?.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
      });
      await until("the sandbox has said everything", async () => printed.includes("Ctrl-C"));
      const [app = "", open = ""] = [...printed.matchAll(/(?:^ {2}.*\n)+/gm)].map(([block]) => block);
      begin(app, env);
      await until("the app answers", () =>
        fetch(`http://127.0.0.1:${appPort}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
      const opened = begin(open, env);
      const [said] = (await once(opened.stdout ?? opened, "data")) as [Buffer];
      expect(said.toString().trim()).toBe("201");
      const [, token = ""] = /maintainer {2}(\S+)/.exec(printed) ?? [];
      await until("the program has its status comment", async () => {
        const comments = `http://127.0.0.1:${port}/repos/acme/carton/issues/1/comments`;
        const answer = await fetch(comments, { headers: { authorization: `Bearer ${token}` } });
        return (await answer.text()).includes("### Autoloop: carton");
      });
    } finally {
      for (const { pid } of started.reverse()) {
        try {
          if (pid !== undefined) process.kill(-pid, "SIGTERM");
        } catch {
          // It has ended.
        }
      }
    }
  });
});
