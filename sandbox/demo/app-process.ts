// The real app as a process of its own, pointed at a sandbox. It gets exactly what an operator would set and
// nothing else, so that what works here works with GitHub.

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../sandbox.ts";

export { freePort } from "../host/net/free-port.ts";

/** Where the built app begins. Everything in `sandbox/` that starts the app runs from the build. */
export const APP_MAIN = fileURLToPath(
  new URL(
    import.meta.url.includes("/dist/") ? "../../src/main.js" : "../../dist/src/main.js",
    import.meta.url,
  ),
);

export interface AppProcess {
  readonly pid: number;
  /** What it printed so far, newest last, bounded. */
  output(): string;
  /** Asks it to stop and waits. Returns the exit code, null when a signal ended it. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

export interface AppOptions {
  readonly port: number;
  readonly workDir: string;
  /** More or other environment variables of the app. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Entry file of another build, and what to tell it. */
  readonly main?: string | readonly string[];
}

const OUTPUT_CHARACTERS = 200_000;
/** It takes a second; a busy machine takes longer. */
const START_MS = 120_000;

/** Address for webhooks of an app on this port. */
export function webhookUrl(port: number): string {
  return `http://127.0.0.1:${port}/api/github/webhooks`;
}

/** Starts the app and waits until it is ready for webhooks. */
export async function startApp(sandbox: Sandbox, options: AppOptions): Promise<AppProcess> {
  const child = spawn(process.execPath, [options.main ?? APP_MAIN].flat(), {
    env: { ...operatorEnvironment(sandbox, options), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const keep = (chunk: Buffer) => {
    printed = `${printed}${chunk.toString()}`.slice(-OUTPUT_CHARACTERS);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  await ready(child, options.port, () => printed).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  return {
    pid: child.pid ?? 0,
    output: () => printed,
    stop: async (signal = "SIGTERM") => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
      child.kill(signal);
      return ended;
    },
  };
}

/** Everything is faster here than GitHub allows: nobody has to be polite to a process of one's own. */
function operatorEnvironment(sandbox: Sandbox, { port, workDir }: AppOptions): Record<string, string> {
  return {
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
    AUTOLOOP_INSTANCE: "sandbox",
    AUTOLOOP_MIN_INTERVAL_SECONDS: "0",
    AUTOLOOP_WRITE_INTERVAL_MS: "0",
    // The sandbox's CI begins at once: nothing comes late.
    AUTOLOOP_CI_SETTLE_SECONDS: "0",
    LOG_FORMAT: "json",
  };
}

async function ready(child: ChildProcess, port: number, printed: () => string): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the app ended with code ${child.exitCode}:\n${printed()}`);
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
      if (answer.ok) return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the app was not ready in ${START_MS} ms:\n${printed()}`);
}
