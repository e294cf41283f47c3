// Several real processes of the app behind one address for webhooks, over one Redis, each with agent runs on a machine
// of its own, and what must hold of the programs that they look after together.

import { expect } from "vitest";
import { RedisServer } from "../process/redis-server.ts";
import { countingAgent } from "./agents.ts";
import { Balancer } from "./balancer.ts";
import { program, Stage } from "./stage.ts";
import { until } from "./until.ts";
import { completed, expectWhole, readWorld, type Translate, type World } from "./world.ts";

const LONG_MS = 300_000;

export interface CompanyOptions {
  /** Names of the programs. */
  readonly programs: readonly string[];
  /** Of each program, without its baseline. */
  readonly iterations: number;
  readonly machines: readonly string[];
  /** Whether Redis answers from the start. */
  readonly isUp?: boolean;
  /** Has to count itself; default: it raises the value. */
  readonly agent?: (notes: string) => string;
}

/** The processes and their programs. */
export class Company {
  readonly redis: RedisServer;
  readonly stage: Stage;
  /** Issues of the programs, by name. */
  readonly #programs = new Map<string, number>();
  readonly #iterations: number;
  readonly #balancer: Balancer;
  readonly #running = new Map<string, Awaited<ReturnType<Stage["startReplica"]>>>();

  private constructor(redis: RedisServer, balancer: Balancer, stage: Stage, options: CompanyOptions) {
    this.redis = redis;
    this.stage = stage;
    this.#iterations = options.iterations;
    this.#balancer = balancer;
  }

  /** @param open takes what is to be closed after the stage */
  static async open(options: CompanyOptions, open: (close: () => Promise<void>) => void): Promise<Company> {
    const redis = await RedisServer.open({ isUp: options.isUp ?? true });
    open(() => redis.stop());
    const balancer = await Balancer.open();
    open(() => balancer.close());
    const stage = await Stage.open({
      agent: options.agent ?? countingAgent,
      webhooks: `${balancer.origin}/api/github/webhooks`,
      files: { ".github/autoloop.yml": "concurrency: 3\n" },
      environment: { REDIS_URL: redis.url, AUTOLOOP_SWEEP_SECONDS: "5", AUTOLOOP_LIST_LAG_SECONDS: "0" },
    });
    const company = new Company(redis, balancer, stage, options);
    await Promise.all(options.machines.map((machine) => company.start(machine)));
    for (const name of options.programs) await company.openProgram(name);
    return company;
  }

  /** One more program. */
  async openProgram(name: string): Promise<void> {
    const text = program({ frontmatter: `max-iterations: ${this.#iterations}` });
    this.#programs.set(name, await this.stage.openProgram(name, text));
  }

  /** The program as GitHub holds it. */
  read(name: string, translate?: Translate): Promise<World> {
    return readWorld(this.stage, this.#programs.get(name) ?? 0, name, translate);
  }

  /** Waits until the program's last word. */
  completed(name: string): Promise<void> {
    return completed(this.stage, this.#programs.get(name) ?? 0, LONG_MS);
  }

  /** @param main entry file of another build than this one */
  async start(machine: string, main?: string): Promise<void> {
    const app = await this.stage.startReplica(machine, main);
    this.#running.set(machine, app);
    this.#balancer.ports.add(app.port);
  }

  /** As a rolling deploy does it: no more deliveries, then a gentle end. */
  async end(machine: string): Promise<void> {
    const app = this.#running.get(machine);
    if (app === undefined) throw new Error(`${machine} does not run`);
    this.#balancer.ports.delete(app.port);
    expect(await app.stop("SIGTERM")).toBe(0);
  }

  /** The next one on the same machine. */
  async replace(machine: string, main?: string): Promise<void> {
    await this.end(machine);
    await this.start(machine, main);
  }

  /** Waits until agents have begun so often. */
  async begun(count: number): Promise<void> {
    const what = () => `${count} agents have begun\n${this.stage.output().slice(-6_000)}`;
    await until(what, async () => (await this.stage.agentsBegun()) >= count, LONG_MS);
  }

  /** Each program once it is whole; what two replicas did at once is put right by a later look. */
  async expectAllWhole(translate?: Translate): Promise<void> {
    const names = [...this.#programs.keys()];
    const iterations = this.#iterations;
    for (const name of names) await this.completed(name);
    for (const name of names) {
      const read = () => this.read(name, translate);
      const isWhole = async () => expectWhole(this.stage, await read());
      await until(
        `${name} is whole`,
        () =>
          isWhole().then(
            () => true,
            () => false,
          ),
        60_000,
      ).catch(isWhole);
      const { events, commits } = await read();
      const started = events.flatMap((event) => (event.type === "iteration.start" ? [event.iteration] : []));
      expect(started).toEqual(Array.from({ length: iterations + 1 }, (_, number) => number));
      expect(events.filter(({ type }) => type === "iteration.accept")).toHaveLength(iterations + 1);
      expect(commits).toHaveLength(iterations);
    }
    // No agent ran twice for one iteration.
    expect(await this.stage.agentsBegun()).toBe(names.length * iterations);
  }
}
