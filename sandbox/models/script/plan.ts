// What the model does: a script of turns, or the way in which it fails. Data alone; who plays it is `player.ts`.

/** A file in the repository, or the one for the agent's answer, wherever the prompt says that it is. */
export type Place = { readonly file: string } | "answer";

/** One turn: a call of a tool. */
export type Step =
  | { readonly do: "read"; readonly at: Place }
  | { readonly do: "write"; readonly at: Place; readonly content: string }
  | { readonly do: "edit"; readonly at: Place; readonly from: string; readonly to: string };

/** What a model that says something goes by. */
export type Script =
  /** Works through its steps, one for each turn, and says that it is done. */
  | { readonly kind: "work"; readonly steps: readonly Step[] }
  /** Never comes to an end: the step of each turn by its number, the first is 0, and how long it thinks before each. */
  | { readonly kind: "endless"; readonly step: (turn: number) => Step; readonly thinksMs: number };

export type Plan =
  | Script
  /** Answers everything with this status. */
  | { readonly kind: "refuse"; readonly status: 401 | 403 | 429 | 500 }
  /** Takes every request and never answers. */
  | { readonly kind: "silent" };
