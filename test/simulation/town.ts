// The simulated world: one repository on GitHub, its people's programs, CI, agent runs, and the processes of the app.
// Everything in it follows from one seed. What happens to it is `deeds/`, what goes wrong `trouble.ts`.

import type { Delivery } from "../../src/app/webhook/handlers.ts";
import type { ProgramState } from "../../src/domain/journal/state.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import type { RunRequest } from "../../src/ports/executor.ts";
import type { Happening } from "../support/github/chronicle.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { CANARY } from "../support/github/fake-refusals.ts";
import { Inspector } from "../support/invariants/inspector.ts";
import { Dice } from "../support/loop/dice.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { FakeExecutor } from "../support/loop/fake-executor.ts";
import { POLICY } from "../support/loop/loop.ts";
import { Ci } from "./ci.ts";
import { Coverage } from "./coverage.ts";
import { lifecycleOf } from "./lifecycle.ts";
import { Line } from "./line.ts";
import { leaveOlder } from "./older.ts";
import { Process, type Surroundings } from "./process.ts";
import { endings, type Weather } from "./programs.ts";
import { Trouble } from "./trouble.ts";
import { eventIn, eventOf } from "./webhooks.ts";
import { Workflows } from "./workflows.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

const SWEEP_MS = 20 * MINUTE;
/** Webhooks whose text somebody may still have. */
const REMEMBERED = 100;

/** Who is there, and their roles. `passer-by`, `renovate[bot]` and whoever is gone have none. */
export const ROLES = { maintainer: "maintain", writer: "write", helper: "triage" } as const;

/** How wrong the clocks of the app's machines may be, milliseconds. */
export const SKEWS: readonly [number, ...number[]] = [
  ...([0, 5_000, -5_000, 20_000, -20_000, 5 * MINUTE, -5 * MINUTE] as const),
  ...([HOUR, -HOUR, 30 * 24 * HOUR, -30 * 24 * HOUR] as const),
];

/** What days are like until that changes. */
const FIRST_WEATHERS: readonly [Weather, ...Weather[]] = ["fair", "fair", "fair", "fair", "fair", "red ci"];

/** Share of the worlds whose repository has no draft pull requests. */
const NO_DRAFTS = 0.15;

/** Share of the worlds in which an older version ran before. */
const OLDER = 0.15;

/** Looks in one virtual minute that are no longer a conversation but a loop. */
const MANY = 300;

export class Town {
  readonly dice: Dice;
  readonly clock = new FakeClock();
  readonly github: FakeGithub;
  readonly executor: FakeExecutor;
  /** Where the runs are workflow runs; null: they are the executor's own. */
  readonly workflows: Workflows | null;
  readonly inspector: Inspector;
  readonly trouble: Trouble;
  readonly ci: Ci;
  /** The keys that the processes share; null: each has its own. */
  readonly line: Line | null;
  /** Webhooks that GitHub sent lately, oldest first. */
  readonly post: Delivery[] = [];
  readonly coverage = new Coverage();
  /** Issues of the programs of people, by name. */
  readonly issues = new Map<string, number>();
  /** What the app got wrong beside the invariants: defects that it logged, loops without an end. */
  readonly defects: string[] = [];
  /** Called before each deed, for those who watch. */
  onDeed: (name: string) => void = () => undefined;
  weather: Weather;
  /** Those that are alive, oldest first. */
  processes: readonly Process[] = [];
  readonly #policy: Policy;
  /** How many processes are started again when they are gone. */
  readonly #replicas: number;
  readonly #born: number;
  #ids = 0;
  #started = 0;
  #downUntil = 0;
  /** What the clocks of the app's machines show more than GitHub's, milliseconds. */
  #skewMs: number;
  #deliveries = 0;
  #busy = { minute: 0, looks: 0 };

  constructor(seed: number, policy: Partial<Policy> = {}) {
    this.dice = new Dice(seed);
    this.weather = this.dice.pick(FIRST_WEATHERS);
    const dispatchesPerDay = this.dice.pick([null, 6, 20]);
    this.#policy = {
      ...POLICY,
      concurrency: 2,
      dispatchesPerDay,
      ciAttempts: 3,
      iterationComments: 40,
      ...policy,
    };
    this.github = new FakeGithub({
      clock: this.clock,
      files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n", "evaluate.mjs": "" },
    });
    for (const [login, role] of Object.entries(ROLES)) this.github.setPermission(login, role);
    const older = new Dice(seed + 49);
    if (older.happens(OLDER)) this.issues.set(...leaveOlder(this.github, older));
    const ending = endings(new Dice(seed + 1), () => this.weather);
    const ends = (request: RunRequest) => {
      const end = ending(request);
      if (end === "running" || "lost" in end) this.met("F39", request.key.issue);
      else if (end.nonce !== request.nonce || end.outcome !== "measured") this.met("F40", request.key.issue);
      return end;
    };
    this.executor = new FakeExecutor(ends);
    this.trouble = new Trouble(this, new Dice(seed + 3));
    const sharing = new Dice(seed + 4);
    this.line = sharing.happens(0.5) ? new Line(this.clock, sharing, this.trouble) : null;
    this.#skewMs = new Dice(seed + 6).pick(SKEWS);
    this.#replicas = this.line === null ? 1 : sharing.pick([1, 2]);
    const workflows = new Dice(seed + 5);
    this.workflows = workflows.happens(0.3) ? new Workflows(this, workflows, ends) : null;
    this.ci = new Ci(this, new Dice(seed + 2));
    this.inspector = new Inspector({
      ...{ github: this.github, clock: this.clock, policy: this.#policy },
      canaries: [CANARY],
      actsAsOne: () => this.line !== null || this.processes.length <= 1,
    });
    this.#born = this.now;
    if (new Dice(seed + 7).happens(0.3)) this.github.setRules(["test"]);
    this.github.settings.drafts = !new Dice(seed + 8).happens(NO_DRAFTS);
    this.github.chronicle.onRecord((deed) => this.#tell(deed));
    this.inspector.isGone();
    for (let left = this.#replicas; left > 0; left -= 1) this.up();
  }

  get now(): number {
    return this.clock.now();
  }

  /** Since the beginning, milliseconds. */
  get age(): number {
    return this.now - this.#born;
  }

  get isDown(): boolean {
    return this.processes.length === 0;
  }

  /** Adopted programs as their journals have them at this moment. */
  programs(): readonly ProgramState[] {
    const journals = this.inspector.past.memory.journals.at(this.github.git.branches.get(MEMORY_BRANCH));
    return [...journals.values()].flatMap(({ state }) => (state === null ? [] : [state]));
  }

  stateOf(issue: number): ProgramState | null {
    return this.programs().find((state) => state.issue === issue) ?? null;
  }

  /** For an hour, lists do not show an issue before it is so old. */
  lag(ms: number): void {
    this.github.listLagMs = ms;
    this.later(HOUR, () => {
      this.github.listLagMs = 0;
    });
  }

  /** From now on the clocks of the app's machines show so much more than GitHub's, milliseconds. */
  setClocks(skewMs: number): void {
    this.#skewMs = skewMs;
  }

  /** The repository can be written to again. GitHub tells the app, if that is not lost. */
  unarchive(): void {
    Object.assign(this.github.settings, { archived: false, issues: "on" });
    this.send(eventIn(this.github, "repository", "maintainer", { action: "unarchived" }));
    this.isBack();
  }

  /** The app may list its repositories again. */
  giveAccess(): void {
    this.github.access = "given";
    this.isBack();
  }

  /** The app can do what is due from now on, if nothing else keeps it from that. */
  isBack(): void {
    const { access, settings } = this.github;
    const isKeptOut = access !== "given" || settings.archived || settings.issues === "off";
    if (!this.isDown && !isKeptOut) this.inspector.isBack();
  }

  /** A fault met this program; null: all of them. */
  met(fault: string, issue: number | null = null): void {
    const states = issue === null ? this.programs() : [this.stateOf(issue)];
    for (const state of states) this.coverage.add(fault, lifecycleOf(state, this.github));
  }

  /** Somebody does something after this long. */
  later(ms: number, act: () => void): void {
    this.clock.after(ms, act);
  }

  /** Time goes by, and everybody who has something to do at a moment of it does it. */
  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  /** Another process, beside those that there are. It sweeps first. */
  up(): Process {
    const wasDown = this.isDown;
    this.#started += 1;
    const around: Surroundings = {
      ...{ github: this.github, clock: this.clock, executor: this.executor, policy: this.#policy },
      workflows: this.workflows,
      newId: () => {
        this.#ids += 1;
        return `id${this.#ids}`;
      },
      line: this.line,
      sweepMs: SWEEP_MS,
      skewMs: () => this.#skewMs,
      delay: (issue) => this.trouble.delay(issue),
      decide: (call, issue) => this.trouble.decide(call, issue),
      onDeath: (dead) => this.#bury(dead),
      onRun: () => this.#count(),
      onError: (what, isDefect) => {
        if (isDefect) this.defects.push(what);
      },
    };
    const process = new Process(around, this.#started);
    this.processes = [...this.processes, process];
    if (wasDown) this.isBack();
    return process;
  }

  /** Every process dies at once, and none is started again for so long. */
  down(ms: number): void {
    this.#downUntil = this.now + ms;
    for (const process of this.processes) process.die();
  }

  /** As on SIGTERM: the process takes nothing new, and is gone when what it does has ended. */
  stop(process: Process): void {
    process.stop().then(
      () => this.#bury(process),
      () => undefined,
    );
  }

  deliver(delivery: Delivery): void {
    const process = this.dice.any(this.processes);
    process?.deliver(delivery);
  }

  #bury(process: Process): void {
    this.processes = this.processes.filter((one) => one !== process);
    if (this.isDown) this.inspector.isGone();
    if (this.processes.length >= this.#replicas) return;
    // Whoever runs it starts it again.
    this.later(Math.max(this.dice.below(2 * MINUTE), this.#downUntil - this.now), () => {
      if (this.processes.length < this.#replicas) this.up();
    });
  }

  #tell(deed: Happening): void {
    this.ci.hear(deed);
    const event = eventOf(deed, this.github);
    if (event !== null) this.send(event);
  }

  /** GitHub tells the app about something, or tries to. */
  send(event: Omit<Delivery, "id">): void {
    this.#deliveries += 1;
    const delivery = { ...event, id: `delivery-${this.#deliveries}` };
    this.post.push(delivery);
    if (this.post.length > REMEMBERED) this.post.shift();
    for (const ms of this.trouble.arrivals()) this.later(ms, () => this.deliver(delivery));
  }

  /** A process that asks again and again at one moment would never let time go by. */
  #count(): void {
    const minute = Math.floor(this.now / MINUTE);
    this.#busy = { minute, looks: this.#busy.minute === minute ? this.#busy.looks + 1 : 1 };
    if (this.#busy.looks !== MANY) return;
    this.defects.push(`the app looked ${MANY} times within a minute`);
    this.down(HOUR);
  }
}
