// A real Redis for tests, on a free port of the loopback interface, with nothing on disk. Where there is no
// `redis-server` on PATH, tests that need one are skipped and say so.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { Redis } from "ioredis";
import { freePort } from "../../../sandbox/demo/app-process.ts";

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** For `describe.skipIf`. */
export const noRedis = !hasRedis;
/** Goes behind a description. */
export const unlessRedis = hasRedis ? "" : " (skipped: there is no redis-server on PATH)";

export class RedisServer {
  readonly url: string;
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor(port: number) {
    this.#port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  /** @param isUp false: the port is reserved and nobody answers there yet */
  static async open({ isUp = true } = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    if (isUp) await server.start();
    return server;
  }

  async start(): Promise<void> {
    const child = spawn(
      "redis-server",
      ["--port", String(this.#port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    this.#child = child;
    for await (const chunk of child.stdout) if (String(chunk).includes("Ready to accept")) break;
  }

  /** Lets it hang: connections stay, nothing is answered. */
  freeze(): void {
    this.#child?.kill("SIGSTOP");
  }

  /** Ends it with all that it holds. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Asks it something over a connection of its own. */
  async ask<T>(what: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { maxRetriesPerRequest: 0 });
    redis.on("error", () => undefined);
    try {
      return await what(redis);
    } finally {
      redis.disconnect();
    }
  }
}
