// The busy repository: the whole app over a fake GitHub, called by webhooks, its own timers and the sweep as the
// process calls it; CI that speaks late or never; webhooks that get lost; a process that goes down. Who does what to
// it is `deeds.ts`.

import { Dice } from "../dice.ts";
import { FakeExecutor } from "../fake-executor.ts";
import { CrashError } from "../fake-faults.ts";
import { Inspector } from "../invariants/inspector.ts";
import { RepositoryLoop } from "../repository-loop.ts";
import { endings, TILE_FILE, textOf, type Weather } from "./programs.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

const SWEEP_MS = 20 * MINUTE;
/** Nobody asks again sooner, whatever the outcome says. */
const SOONEST_MS = 1_000;
/** Calls of the app at one moment that are no longer a conversation but a loop. */
const MANY = 400;

/** Who is there, and their roles. `passer-by`, `renovate[bot]` and whoever is gone have none. */
export const ROLES = { maintainer: "maintain", writer: "write", helper: "triage" } as const;

type Call = number | "files" | "sweep";

export class BusyRepository {
  readonly dice: Dice;
  readonly loop: RepositoryLoop;
  readonly inspector: Inspector;
  /** Issues of the programs of people, by name. */
  readonly issues = new Map<string, number>();
  /** How often what happened. */
  readonly counts = new Map<string, number>();
  weather: Weather;
  isDown: boolean;
  isDeaf: boolean;
  #calm = { at: 0, calls: 0 };
  readonly #ciDice: Dice;
  readonly #born: number;
  readonly #calls = new Map<Call, number>();
  readonly #later: { readonly at: number; readonly act: () => void }[] = [];
  /** Commits about which CI has decided when to speak. */
  readonly #seen = new Set<string>();

  constructor(seed: number) {
    this.dice = new Dice(seed);
    this.weather = "fair";
    this.#ciDice = new Dice(seed + 2);
    this.isDown = false;
    this.isDeaf = false;
    const executor = new FakeExecutor(endings(new Dice(seed + 1), () => this.weather));
    const policy = { concurrency: 2, dispatchesPerDay: 20, ciAttempts: 3, iterationComments: 40 };
    this.loop = new RepositoryLoop({ executor, policy, green: false });
    this.inspector = new Inspector(this.loop);
    this.#born = this.now;
    executor.onFinished(({ issue }) => this.hook(issue));
    for (const [login, role] of Object.entries(ROLES)) this.github.setPermission(login, role);
    this.loop.push({ [TILE_FILE]: textOf("tile", "schedule: every 2h") });
    this.call("sweep", 0);
  }

  get github() {
    return this.loop.github;
  }

  /** Since the beginning, milliseconds. */
  get age(): number {
    return this.now - this.#born;
  }

  get now(): number {
    return this.loop.clock.now();
  }

  /** GitHub tells the app that something happened; or the call is lost. */
  hook(to: number | "files"): void {
    if (!this.isDown && !this.isDeaf && !this.dice.happens(0.05)) this.call(to, 0);
  }

  /** Somebody else does something after this long. */
  later(ms: number, act: () => void): void {
    this.#later.push({ at: this.now + ms, act });
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** A new process: it sweeps first. */
  up(): void {
    this.isDown = false;
    this.#calls.clear();
    this.loop.restart();
    this.inspector.isBack();
    this.call("sweep", 0);
  }

  down(): void {
    this.isDown = true;
    this.inspector.isGone();
    this.#calls.clear();
  }

  /** Time goes by, and everybody who has something to do at a moment of it does it. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      await this.loop.clock.advance(Math.max(0, next.at - this.now));
      await next.act();
    }
    await this.loop.clock.advance(end - this.now);
  }

  call(to: Call, ms: number): void {
    const at = this.now + ms;
    this.#calls.set(to, Math.min(at, this.#calls.get(to) ?? at));
  }

  #next(end: number): { readonly at: number; readonly act: () => Promise<void> | void } | null {
    const [call] = [...this.#calls].toSorted(([, a], [, b]) => a - b);
    const [deed] = this.#later.toSorted((a, b) => a.at - b.at);
    const callAt = call?.[1] ?? Number.POSITIVE_INFINITY;
    if (deed !== undefined && deed.at <= end && deed.at <= callAt) {
      return {
        at: deed.at,
        act: () => {
          this.#later.splice(this.#later.indexOf(deed), 1);
          deed.act();
        },
      };
    }
    if (call === undefined || callAt > end) return null;
    const [to] = call;
    return {
      at: callAt,
      act: () => {
        this.#calls.delete(to);
        return this.#answer(to);
      },
    };
  }

  async #answer(to: Call): Promise<void> {
    this.#calm =
      this.#calm.at === this.now ? { at: this.now, calls: this.#calm.calls + 1 } : { at: this.now, calls: 0 };
    if (this.#calm.calls > MANY) throw new Error("the app does not come to rest");
    try {
      if (to === "sweep") await this.#sweep();
      else if (to === "files") await this.#discover();
      else await this.#reconcile(to);
    } catch (error) {
      if (!(error instanceof CrashError)) throw error;
      this.#died();
    }
    for (const issue of this.loop.takeWoken()) this.call(issue, 0);
    for (const { issue } of this.loop.woken.splice(0)) this.call(issue, 0);
    this.#ci();
  }

  async #sweep(): Promise<void> {
    this.call("sweep", SWEEP_MS);
    const { issues, files } = await this.loop.sweepAll();
    for (const issue of issues) this.call(issue, 0);
    if (files) this.call("files", 0);
  }

  async #discover(): Promise<void> {
    const outcome = await this.loop.discover();
    if (outcome.kind !== "done") this.call("files", outcome.kind === "again" ? outcome.ms : MINUTE);
  }

  async #reconcile(issue: number): Promise<void> {
    const { happenings } = this.github.chronicle;
    const before = happenings.length;
    const outcome = await this.loop.reconcile(issue);
    // No fault that is planned here asks for a person, so it was the process that died.
    const hasFailed = happenings.slice(before).some(({ what }) => what === "failed");
    if (hasFailed) this.count("fault");
    if (hasFailed && outcome.kind === "again") return this.#died();
    if (outcome.kind === "again") this.call(issue, Math.max(SOONEST_MS, outcome.ms));
    if (outcome.kind === "retry") this.call(issue, Math.max(SOONEST_MS, outcome.ms ?? MINUTE / 2));
  }

  #died(): void {
    this.count("crash");
    this.up();
  }

  /** CI takes notice of what was pushed: green, red, late, or never. */
  #ci(): void {
    for (const [branch, head] of Object.entries(this.github.branches())) {
      if (!branch.startsWith("autoloop/") || this.#seen.has(head)) continue;
      this.#seen.add(head);
      const fate = this.#ciDice.next();
      if (fate < 0.03 || this.weather === "silent ci") {
        this.count("ci never");
        continue;
      }
      const isRed = fate > 0.85 || this.weather === "red ci";
      const isLate = fate < 0.2;
      if (isLate) this.github.setChecks(head, [{ name: "test", state: "pending" }]);
      this.later((isLate ? 30 : 2) * MINUTE, () => {
        this.github.setChecks(head, [
          { name: "test", state: isRed ? "failure" : "success" },
          { name: "lint" },
        ]);
        this.count(isRed ? "ci red" : "ci green");
        const state = this.inspector.past.programOfBranch(branch)?.state;
        if (state != null) this.hook(state.issue);
      });
    }
  }
}
