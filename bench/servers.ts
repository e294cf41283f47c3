// The two servers that are compared, each as a process of its own: the app as an operator starts it, and bare Probot.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, webhookUrl } from "../sandbox/demo/app-process.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { deliver, type Target } from "./delivery.ts";

export const SERVERS = ["app", "bare Probot"] as const;
export type ServerName = (typeof SERVERS)[number];

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const ARGUMENTS: Readonly<Record<ServerName, readonly string[]>> = {
  app: [path("../autoloop.mjs"), "start"],
  "bare Probot": [path("bare-probot.js")],
};
const LIMIT_MS = 60_000;

/** A server that answered its first delivery. */
export interface Server {
  readonly target: Target;
  /** From the start of the process to the answer to its first delivery, milliseconds. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** A GitHub for the app to speak to, and what starts servers beside it. */
export async function stage(): Promise<{
  start(name: ServerName): Promise<Server>;
  close(): Promise<void>;
}> {
  const sandbox = await startSandbox();
  const workDir = await mkdtemp(join(tmpdir(), "autoloop-bench-"));
  return {
    start: (name) => start(name, sandbox, workDir),
    close: async () => {
      await sandbox.close();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}

async function start(name: ServerName, sandbox: Sandbox, workDir: string): Promise<Server> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [...ARGUMENTS[name]], {
    env: {
      PATH: process.env.PATH ?? "",
      HOME: workDir,
      APP_ID: String(sandbox.appId),
      PRIVATE_KEY: sandbox.privateKey,
      WEBHOOK_SECRET: sandbox.webhookSecret,
      GITHUB_API_URL: sandbox.url,
      PORT: String(port),
      AUTOLOOP_EXECUTOR: "local",
      AUTOLOOP_AGENT: "tuner",
      AUTOLOOP_CHECKOUT: "api",
      AUTOLOOP_WORK_DIR: workDir,
      LOG_FORMAT: "json",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const target = { url: webhookUrl(port), secret: sandbox.webhookSecret };
  await accepted(child, target, begun).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  const startMs = performance.now() - begun;
  return {
    target,
    startMs,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Knocks until the first delivery is taken. */
async function accepted(child: ChildProcess, target: Target, begun: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    if (performance.now() - begun > LIMIT_MS) throw new Error("the server takes no deliveries");
    try {
      await deliver(target);
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ECONNREFUSED")) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
