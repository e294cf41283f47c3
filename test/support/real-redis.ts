// A real redis-server of the test's own, on a free port of this machine and in a directory that is thrown away.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

const NO_REDIS = spawnSync("redis-server", ["--version"]).error !== undefined;

/** Why tests of Redis do not run here; empty where they do. */
export const WITHOUT_REDIS = NO_REDIS ? " (skipped: there is no redis-server on this machine)" : "";

export class RealRedis {
  readonly #directory = mkdtempSync(join(tmpdir(), "autoloop-redis-"));
  #server: ChildProcess | null = null;
  #port = 0;

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  /** Starts it, at the same address as before if there was one, and waits until it answers. */
  async start(): Promise<void> {
    this.#port ||= await freePort();
    const options = { port: this.#port, bind: "127.0.0.1", save: "", appendonly: "no", dir: this.#directory };
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.#server = spawn("redis-server", words, { stdio: "ignore" });
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on("error", () => undefined);
    await client.ping();
    client.disconnect();
  }

  /** Lets it hang: connections stay, nothing is answered. */
  freeze(): void {
    this.#server?.kill("SIGSTOP");
  }

  /** Kills it; what it knew is lost. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await gone;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
