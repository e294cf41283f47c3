// The memory branch as it stood at any moment of the chronicle: its journals, who wrote to them, and what of them was
// cut short. Knows nothing of the rules.

import type { JournalEvent } from "../../../src/domain/journal/event.ts";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import type { Happening } from "../github/chronicle.ts";
import type { FakeGit } from "../github/fake-git.ts";
import { foldOn, type JournalAt, Journals, type JournalsAt } from "./journals.ts";
import type { LookUnderWay } from "./past-looks.ts";

/** What a move of the memory branch added to one journal. */
export interface Journalled {
  readonly program: string;
  readonly event: JournalEvent;
  readonly before: ProgramState | null;
  readonly after: ProgramState | null;
  /** GitHub's time at which it was written, milliseconds since the epoch. */
  readonly at: number;
}

type Move = Extract<Happening, { what: "ref" }>;

export class PastMemory {
  readonly journals: Journals;
  /** Lines that a journal had before somebody else than the app cut it short; gone with the app's next write to it. */
  readonly longest = new Map<string, number>();
  /** Programs whose journal somebody cut short, and when last: what they had shown and committed, no journal knows. */
  readonly rewound = new Map<string, number>();
  /** Of each journal: which look wrote to it last, and when. */
  readonly writers = new Map<string, { readonly look: number | null; readonly place: number }>();
  /** By program: the look that adopted it. */
  readonly adopters = new Map<string, number | null>();
  /** Place in the chronicle of the last change by others. */
  touched = 0;
  readonly #git: FakeGit;
  readonly #self: string;
  readonly #look: () => LookUnderWay | null;
  #head: string | undefined;
  /** When somebody cut a journal last, and the branch before that. */
  #cut: { readonly place: number; readonly head: string | undefined } | null = null;

  /**
   * @param self the app's login
   * @param look that the deed belongs to which is judged at the moment
   */
  constructor(git: FakeGit, self: string, look: () => LookUnderWay | null) {
    this.#git = git;
    this.#self = self;
    this.#look = look;
    this.journals = new Journals(git);
  }

  /** Journals at the branch's head; for a look in whose course somebody cut them, as they were before that. */
  get journal(): JournalsAt {
    return this.journals.at(this.#known);
  }

  get #known(): string | undefined {
    const look = this.#look();
    const isNews = this.#cut !== null && look?.isOver === false && this.#cut.place > look.since;
    return isNews ? this.#cut?.head : this.#head;
  }

  /** Another look than this one has written to the journal since that place, or somebody has cut it. */
  isOvertaken(program: string, look: number | null, since: number): boolean {
    const last = this.writers.get(program);
    const isCut = (this.rewound.get(program) ?? 0) > since;
    return isCut || (last !== undefined && last.look !== look && last.place > since);
  }

  /** The adopted program that this issue carries. */
  programOf(issue: number): JournalAt | undefined {
    return [...this.journal.values()].find(({ state }) => state?.issue === issue);
  }

  programOfBranch(branch: string): JournalAt | undefined {
    return [...this.journal.values()].find(({ state }) => state?.branch === branch);
  }

  /** Text of a file on the branch. */
  text(path: string, head = this.#known): string | undefined {
    const entry = head === undefined ? undefined : this.#git.get(head).tree.get(path);
    return entry === undefined ? undefined : this.#git.text(entry.id);
  }

  /** What a move of the branch adds to the journals, in their order. Nothing where one was rewound. */
  journalled(from: string | null, to: string, at: number): readonly Journalled[] {
    const before = this.journals.at(from ?? undefined);
    return [...this.journals.at(to)].flatMap(([program, { events }]) => {
      const old = before.get(program);
      let state = old?.state ?? null;
      return events.slice(old?.events.length ?? 0).map((event) => {
        const next = foldOn(state, event);
        const step = { program, event, at, before: state, after: next === "contradiction" ? state : next };
        state = step.after;
        return step;
      });
    });
  }

  /** What the app added with this move; a move of anybody else adds nothing that counts. */
  added({ branch, by, from, to, at }: Move): readonly Journalled[] {
    return branch === MEMORY_BRANCH && by === this.#self && to !== null ? this.journalled(from, to, at) : [];
  }

  /** A move of the branch becomes past. @param place its place in the chronicle */
  add(move: Move, place: number): void {
    const { by, to, look } = move;
    // Whoever writes has seen what was cut.
    if (by === this.#self && to !== null) this.#cut = null;
    for (const { program, event } of this.added(move)) {
      this.writers.set(program, { look, place });
      if (event.type === "program.adopted") this.adopters.set(program, look);
    }
    if (by !== this.#self) this.touched = place;
    this.#measure(move, place);
    this.#head = move.to ?? undefined;
  }

  #measure({ by, from, to }: Move, place: number): void {
    const after = this.journals.at(to ?? undefined);
    for (const [program, { events }] of this.journals.at(from ?? undefined)) {
      const now = after.get(program)?.events ?? [];
      const isGrown = now[events.length - 1]?.prev === events.at(-1)?.prev;
      if (by === this.#self && now.length > events.length) this.longest.delete(program);
      if (by !== this.#self && !isGrown) {
        this.longest.set(program, Math.max(events.length, this.longest.get(program) ?? 0));
        this.rewound.set(program, place);
        this.#cut = { place, head: from ?? undefined };
      }
    }
  }
}
