// Candidate and base, each in a checkout of its own that stands in the same place, for whatever measures them in turns. The
// base's is laid out when it is first asked for. Must never decide anything.

import { join } from "node:path";
import type { GateResult, Measurement, ProposedFile } from "../../domain/journal/iteration.ts";
import { heldOutFolder, isHeldOut } from "../../domain/noise/hold-out.ts";
import type { Side } from "../../domain/noise/pairs.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import type { RunFile } from "../../text/run/run-request.ts";
import { isIsolated } from "../isolation/cage.ts";
import type { Stage } from "../run-context.ts";
import { restore } from "../workspace/checkout.ts";
import { Laid } from "../workspace/laid.ts";
import { RealParents } from "../workspace/real-parents.ts";
import { removeTree } from "../workspace/remove.ts";
import { Turns } from "../workspace/turns.ts";

/** What was measured, and what a run that broke had printed last. */
interface Printed {
  readonly measurement: Measurement;
  readonly output: string;
}

/** How things are run in the place of the checkout. */
interface Ways {
  /** One run of this script. @param clean puts the files of the checkout back before it */
  readonly run: (script: string, clean: () => Promise<void>) => Promise<Printed>;
  readonly gates: () => Promise<readonly GateResult[]>;
}

/** One of the two, as it is put back before each run. */
interface Laying {
  readonly laid: Laid;
  readonly files: readonly ProposedFile[];
}

export class Sides {
  readonly #run: RunFile;
  readonly #stage: Stage;
  readonly #ways: Ways;
  readonly #candidate: Laying;
  /** What the last run had printed where it broke; nothing of a hold-out ever. */
  output = "";
  #both: { readonly turns: Turns; readonly base: Laying } | null = null;

  constructor(run: RunFile, stage: Stage, candidate: Laying, ways: Ways) {
    this.#run = run;
    this.#stage = stage;
    this.#candidate = candidate;
    this.#ways = ways;
  }

  /** Puts the candidate's files back, where nothing has taken turns yet. */
  clean(): Promise<void> {
    return this.#clean(this.#candidate, false);
  }

  /** Lays the base out; what keeps it from being measured, or null. */
  async begin(): Promise<string | null> {
    if (this.#both !== null) return null;
    const { places, base, laid: first } = this.#stage;
    this.#stage.note("measuring it in turns with its base");
    const laid: { base?: Laid } = {};
    const isShown = (path: string) => !isHeldOut(this.#run.definition.holdOut, path);
    const turns = await Turns.begin(places, async () => {
      laid.base = await Laid.again(base, first.tree, places.checkout, isShown);
    });
    if (laid.base === undefined) return null;
    this.#both = { turns, base: { laid: laid.base, files: [] } };
    // What gates build, an evaluation may need; the candidate's have run before it was measured.
    if (this.#run.definition.gates.length === 0) return null;
    await this.#clean(this.#both.base, false);
    const failed = (await this.#ways.gates()).find(({ passed }) => !passed);
    return failed === undefined ? null : runProblem.gateOfBase(failed.name, failed.detail);
  }

  /** @param withHeldOut whether what is kept from agents is in the checkout, too */
  async measure(side: Side, script: string, withHeldOut: boolean): Promise<Measurement> {
    await this.#both?.turns.take(side);
    const laying = side === "base" && this.#both !== null ? this.#both.base : this.#candidate;
    const { measurement, output } = await this.#ways.run(script, () => this.#clean(laying, withHeldOut));
    this.output = withHeldOut ? "" : output;
    return measurement;
  }

  async #clean({ laid, files }: Laying, withHeldOut: boolean): Promise<void> {
    const { holdOut } = this.#run.definition;
    await restore(laid, files, (path) => !isHeldOut(holdOut, path));
    if (withHeldOut && holdOut != null) {
      // What measured code put there goes; a link of its in the place of a folder leads nowhere.
      new RealParents(laid.directory).of(holdOut);
      await removeTree(join(laid.directory, heldOutFolder(holdOut)));
      await restore(laid, files, () => true);
    }
    await laid.believe(this.#stage.places.folder, isIsolated(this.#stage.launch.cage));
  }
}
