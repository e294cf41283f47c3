// Everything that happened in the fake's world, in one order: what people and CI did, what the app wrote, and when
// the app began and ended a look. Remembers only; whether it was right is for `invariants/`.

import type { Permission } from "../../../src/domain/authority.ts";
import type { CheckView } from "../../../src/domain/repository/view.ts";
import type { RunRequest } from "../../../src/ports/executor.ts";
import type { Outcome } from "../../../src/ports/work-queue.ts";

/** One thing that happened. `by`: who did it; null where nobody told, or the account is gone. */
export type Deed =
  /** The app begins to look at a program; `issue` null: at the program files. `process`: which, where there are several. */
  | { readonly what: "reconcile"; readonly issue: number | null; readonly process?: number }
  | {
      readonly what: "reconciled";
      readonly issue: number | null;
      readonly outcome: Outcome["kind"] | "threw";
    }
  /** The app went over the repository, and may have learnt what a look at one issue does not show. */
  | { readonly what: "swept" }
  /** A planned fault or crash hit a call of the app. */
  | { readonly what: "failed"; readonly method: string; readonly isRead: boolean }
  /** A rule of the repository forbade what a call of the app was to do, whatever the app made of that. */
  | { readonly what: "forbidden"; readonly method: string }
  /** A mutation of the app took effect. What it did to the world was recorded right before it. */
  | { readonly what: "write"; readonly method: string; readonly args: readonly unknown[] }
  /** The app orders an agent run. */
  | { readonly what: "run"; readonly request: RunRequest }
  /** An agent run ended, which a look can find out from now on. */
  | { readonly what: "ended"; readonly nonce: string }
  | {
      readonly what: "ref";
      readonly by: string | null;
      readonly branch: string;
      readonly from: string | null;
      readonly to: string | null;
    }
  | { readonly what: "checks"; readonly head: string; readonly checks: readonly CheckView[] }
  /** The default branch asks for these checks from now on; `hidden`: and refuses to tell the app. */
  | { readonly what: "rules"; readonly required: readonly string[]; readonly hidden: boolean }
  | { readonly what: "role"; readonly login: string; readonly role: Permission }
  | {
      readonly what: "issue";
      readonly by: string | null;
      readonly issue: number;
      readonly change: IssueChange;
    }
  | {
      readonly what: "label";
      readonly by: string | null;
      readonly issue: number;
      readonly label: string;
      readonly on: boolean;
    }
  /** A comment has this text from now on; null: it is gone. */
  | {
      readonly what: "comment";
      readonly by: string | null;
      readonly issue: number;
      readonly comment: number;
      readonly body: string | null;
    }
  /** Somebody hid a comment, or showed it again. */
  | {
      readonly what: "hidden";
      readonly by: string | null;
      readonly issue: number;
      readonly comment: number;
      readonly isHidden: boolean;
    }
  | {
      readonly what: "pull";
      readonly by: string | null;
      readonly number: number;
      readonly change: "opened" | "closed" | "reopened" | "ready";
      /** The host has no drafts. */
      readonly ordinary?: true;
    }
  | {
      readonly what: "pull";
      readonly by: string | null;
      readonly number: number;
      readonly change: "merged";
      /** The commit of its branch that was merged. */
      readonly head: string;
    };

export interface IssueChange {
  readonly opened?: true;
  readonly deleted?: true;
  readonly title?: string;
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly locked?: boolean;
}

/** A deed with its moment, milliseconds since the epoch, and the look of the app that it belongs to. */
export type Happening = Deed & { readonly at: number; readonly look: number | null };

export class Chronicle {
  /** Oldest first. */
  readonly happenings: Happening[] = [];
  readonly #clock: { now(): number };
  #acting: { readonly login: string; readonly look: number | null } | null = null;
  #listener: (happening: Happening) => void = () => undefined;
  #looks = 0;
  /** The look that goes on where there is one process, which looks at one thing at a time. */
  #only: number | null = null;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /**
   * Whoever a verb says did it: inside `as` it was the app.
   * @param look where several looks go on at once: the one that this belongs to
   */
  record(deed: Deed, look: number | null = null): void {
    if (deed.what === "reconcile" && look === null) this.#only = this.newLook();
    const by = this.#acting !== null && "by" in deed ? { by: this.#acting.login } : {};
    const whose = look ?? this.#acting?.look ?? this.#only;
    const happening = { ...deed, ...by, at: this.#clock.now(), look: whose };
    if (deed.what === "reconciled" && look === null) this.#only = null;
    this.happenings.push(happening);
    this.#listener(happening);
  }

  /** Calls `listener` with whatever happens from now on. */
  onRecord(listener: (happening: Happening) => void): void {
    this.#listener = listener;
  }

  /** A name for a look that begins. */
  newLook(): number {
    this.#looks += 1;
    return this.#looks;
  }

  /** Everything recorded in here is the deed of `login`, who has this look. */
  as<T>(login: string, body: () => T, look: number | null = null): T {
    const before = this.#acting;
    this.#acting = { login, look };
    try {
      return body();
    } finally {
      this.#acting = before;
    }
  }
}
