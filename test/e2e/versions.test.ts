// Two versions of the app side by side, as in a rolling deploy: this one, and what a next release might be. Each program
// comes to the end that it would have come to alone, and what only the newer one can read is left to the newer one.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { waitingAgent } from "../support/e2e/agents.ts";
import { Company, type CompanyOptions } from "../support/e2e/replicas.ts";
import { ownComments, untilResting } from "../support/e2e/shown.ts";
import { closeStages, program } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { holds, withoutEvents } from "../support/loop/without-news.ts";
import { NEXT_VERSIONS, NextVersion } from "../support/process/next-version.ts";
import { noRedis, unlessRedis } from "../support/process/redis-server.ts";

vi.setConfig({ testTimeout: 400_000 });

/** What `next-events` writes and this version does not know. */
const NEWS = "iteration.waited";
const readable = withoutEvents(NEWS);
const NAMES = ["alpha", "beta"] as const;

describe(NextVersion, () => {
  it.each(readdirSync(NEXT_VERSIONS))("%s still fits the code", (name) => {
    const patch = join(NEXT_VERSIONS, name);
    expect(() => execFileSync("git", ["apply", "--check", patch], { stdio: "pipe" })).not.toThrow();
  });
});

describe.skipIf(noRedis)(`two versions${unlessRedis}`, () => {
  let shown: NextVersion;
  let events: NextVersion;
  beforeAll(() => {
    shown = new NextVersion(["next-shown", "next-reader"]);
    events = new NextVersion(["next-shown", "next-events"]);
  });
  afterAll(() => {
    for (const version of [shown, events]) version.remove();
  });

  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await closeStages();
    for (const close of open.splice(0).reverse()) await close();
  });
  const company = (options: Pick<CompanyOptions, "programs" | "machines" | "agent">) =>
    Company.open({ ...options, iterations: 2 }, (close) => open.push(close));

  /** How often each thing that people read was written anew, by its address. */
  function rewritten({ stage }: Company): ReadonlyMap<string, number> {
    const times = new Map<string, number>();
    for (const line of stage.sandbox.requests().lines) {
      const [, address] =
        /^(?:PATCH|POST) (\S+\/(?:comments\/\d+|pulls\/\d+|check-runs)) 20\d$/.exec(line) ?? [];
      if (address !== undefined) times.set(address, (times.get(address) ?? 0) + 1);
    }
    return times;
  }

  it("put no words of their own in place of the other's while nothing happens", async () => {
    const replicas = await company({ programs: [], machines: ["one"] });
    const { stage } = replicas;
    await replicas.start("two", shown.main);
    const issue = await stage.openProgram("quiet", program({ schedule: "every 24h" }));
    await untilResting(stage, "quiet");
    stage.sandbox.resetRequests();
    const sweeps = () =>
      stage.sandbox.requests().lines.filter((line) => /\/issues\?labels=/.test(line)).length;
    // Five of each, as both sweep equally often.
    await until("both have swept", () => Promise.resolve(sweeps() >= 10), 120_000);
    for (const times of rewritten(replicas).values()) expect(times).toBeLessThanOrEqual(2);
    const [status] = await ownComments(stage, issue);
    expect(status?.body).toContain("| Runs in 24 hours | 2 |");
  });

  it("lead each program to its end while the one replaces the other", async () => {
    const programs = ["alpha", "beta", "gamma"];
    const machines = ["one", "two", "three"];
    const replicas = await company({ programs, machines });
    for (const [index, machine] of machines.entries()) {
      await replicas.begun(1 + 2 * index);
      await replicas.replace(machine, shown.main);
    }
    await replicas.expectAllWhole();
    const worlds = await Promise.all(programs.map((name) => replicas.read(name)));
    const entries = Math.max(...worlds.map((world) => world.events.length));
    const { "/repos/acme/carton/check-runs": checks = 0, ...others } = Object.fromEntries(
      rewritten(replicas),
    );
    expect(checks).toBeLessThanOrEqual(2 * entries * programs.length);
    for (const times of Object.values(others)) expect(times).toBeLessThanOrEqual(2 * entries);
  });

  /** Two programs that only the newer one can read, each with an agent that waits for `go`. */
  async function withNews() {
    const replicas = await company({ programs: [], machines: [], agent: waitingAgent });
    await replicas.start("one", events.main);
    for (const name of NAMES) await replicas.openProgram(name);
    await replicas.begun(NAMES.length);
    expect((await journals(replicas)).every((journal) => holds(journal, NEWS))).toBe(true);
    return replicas;
  }

  /** What the journals hold, to the letter. */
  async function journals(replicas: Company): Promise<readonly (readonly string[])[]> {
    const found: (readonly string[])[] = [];
    for (const name of NAMES)
      await replicas.read(name, (segments) => {
        found.push(segments.map(({ text }) => text));
        return readable(segments);
      });
    return found;
  }

  /** An older one has met journals of the newer one. */
  async function toldToUpdate({ stage }: Company): Promise<void> {
    const told = "a later version wrote this program's journal: update this installation";
    await until(told, () => Promise.resolve(stage.output().includes(told)), 120_000);
  }

  it("lead each program to its end although the newer one writes what the older cannot read", async () => {
    const replicas = await withNews();
    await replicas.start("two");
    await replicas.start("three");
    await toldToUpdate(replicas);
    await replicas.stage.leave("go");
    await replicas.openProgram("gamma");
    await replicas.begun(4);
    await replicas.replace("two", events.main);
    await replicas.replace("three", events.main);
    await replicas.expectAllWhole(readable);
    for (const name of [...NAMES, "gamma"]) expectNoAlarm(await replicas.read(name, readable));
  });

  it("lose nothing when the newer one is taken back and comes again", async () => {
    const replicas = await withNews();
    await replicas.end("one");
    const left = await journals(replicas);

    await replicas.start("two");
    await toldToUpdate(replicas);
    await replicas.stage.leave("go");
    await replicas.openProgram("gamma");
    await replicas.completed("gamma");
    expect(await journals(replicas)).toEqual(left);

    await replicas.start("one", events.main);
    await replicas.expectAllWhole(readable);
    for (const name of [...NAMES, "gamma"]) expectNoAlarm(await replicas.read(name, readable));
  });

  /** Nobody was told that anything is wrong, or that it was and is mended. */
  function expectNoAlarm(world: Awaited<ReturnType<Company["read"]>>): void {
    expect(world.notices.map(({ kind }) => kind)).toEqual(["completed"]);
  }
});
