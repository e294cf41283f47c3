// The looks of the app as they stood at any moment of the chronicle: which goes on, what it has met, and which found
// nothing to do. Knows nothing of the rules.

import type { Happening } from "../github/chronicle.ts";

/** A look of the app that goes on. */
export interface LookUnderWay {
  readonly issue: number | null;
  /** When it began, milliseconds since the epoch. */
  readonly at: number;
  /** It ended; a write of it took effect after that. */
  readonly isOver: boolean;
  /** Its place in the chronicle. */
  readonly since: number;
  /** The first call that a fault hit, and the first read. */
  readonly failed: string | null;
  readonly failedRead: string | null;
  /** The writes and orders that failed, and those of them that a rule forbade. */
  readonly failedWrites: readonly string[];
  readonly forbidden: readonly string[];
  readonly writes: number;
  readonly process: number;
  /**
   * The one before of this process found nothing to do, and nothing at all happened since, not even a tick of the
   * clock. Another process may have learnt something else from its sweep.
   */
  readonly isRepeated: boolean;
}

const NEW = {
  isOver: false,
  failed: null,
  failedRead: null,
  failedWrites: [],
  forbidden: [],
  writes: 0,
  process: 0,
  isRepeated: false,
} as const;
/** Of a look that ended all that is known is what it was about. */
const ENDED = { ...NEW, isOver: true, at: 0, since: 0 } as const;

interface Quiet {
  readonly place: number;
  readonly at: number;
  readonly process: number;
}

export class PastLooks {
  /** The look that the deed belongs to which is judged at the moment. */
  current: LookUnderWay | null = null;
  readonly #underWay = new Map<number, LookUnderWay>();
  /** What those were about that ended: a write may take effect after that. */
  readonly #over = new Map<number, number | null>();
  /** Of each program, when a look found nothing to do, and of which process. */
  readonly #quiet = new Map<number | null, Quiet>();
  #lastChange = 0;

  /** The last look at this program found nothing to do, and nothing has happened since to anything. */
  isAtRest(issue: number | null): boolean {
    return (this.#quiet.get(issue)?.place ?? 0) > this.#lastChange;
  }

  /** The next deed to be judged is this one. */
  turnTo({ look: number }: Pick<Happening, "look">): void {
    const look = number === null ? undefined : this.#underWay.get(number);
    const issue = number === null ? undefined : this.#over.get(number);
    this.current = look ?? (issue === undefined ? null : { ...ENDED, issue });
  }

  /** The next deed becomes past. @param place its place in the chronicle */
  add(deed: Happening, place: number): void {
    this.turnTo(deed);
    const isMark = deed.what === "reconcile" || deed.what === "reconciled" || isSetback(deed);
    if (!isMark) {
      this.#lastChange = place;
      this.#isNewsToOthers(deed.look);
    }
    const look = this.current;
    if (deed.what === "reconcile") this.current = this.#begun(deed, place);
    else if (deed.what === "reconciled") this.#ended(deed, place);
    else if (deed.what === "failed" && look !== null) this.current = failed(look, deed);
    else if (deed.what === "forbidden" && look !== null)
      this.current = { ...look, forbidden: [...look.forbidden, deed.method] };
    else if (deed.what === "write" && look !== null) this.current = { ...look, writes: look.writes + 1 };
    this.#keep(deed);
  }

  /** What happens while a look goes on it may have seen, so that it repeats nothing. @param by the look that did it */
  #isNewsToOthers(by: number | null): void {
    for (const [id, look] of this.#underWay)
      if (id !== by) this.#underWay.set(id, { ...look, isRepeated: false });
  }

  #keep(deed: Happening): void {
    if (deed.look === null) return;
    if (deed.what === "reconciled") {
      this.#underWay.delete(deed.look);
      this.#over.set(deed.look, deed.issue);
    } else if (this.current !== null && !this.#over.has(deed.look)) {
      this.#underWay.set(deed.look, this.current);
    }
  }

  #begun({ issue, at, process = 0 }: Extract<Happening, { what: "reconcile" }>, since: number): LookUnderWay {
    const before = this.#quiet.get(issue);
    const isRepeated = this.isAtRest(issue) && before?.at === at && before.process === process;
    return { ...NEW, issue, at, since, process, isRepeated };
  }

  #ended({ issue, outcome, at }: Extract<Happening, { what: "reconciled" }>, place: number): void {
    const look = this.current;
    // What happened while it went on it may not have seen, nor that time went by.
    const isQuiet =
      look?.writes === 0 && look.failed === null && this.#lastChange <= look.since && look.at === at;
    if (isQuiet && (outcome === "done" || outcome === "again"))
      this.#quiet.set(issue, { place, at, process: look.process });
    this.current = null;
  }
}

/** It changes nothing in the world. */
function isSetback({ what }: Happening): boolean {
  return what === "failed" || what === "forbidden";
}

function failed(look: LookUnderWay, deed: Extract<Happening, { what: "failed" }>): LookUnderWay {
  return {
    ...look,
    failed: look.failed ?? deed.method,
    failedRead: look.failedRead ?? (deed.isRead ? deed.method : null),
    failedWrites: deed.isRead ? look.failedWrites : [...look.failedWrites, deed.method],
  };
}
