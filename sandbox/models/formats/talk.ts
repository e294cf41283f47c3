// The terms to which every wire format is brought: what a model hears, what it says and what that costs. Holds no format
// and no plan.

/** A tool that the command line offers. `free`: its input is a text of its own grammar, not JSON. */
export interface Offer {
  readonly name: string;
  readonly free: boolean;
}

/** One request, as far as a model of ours looks at it. */
export interface Heard {
  readonly model: string;
  readonly streams: boolean;
  readonly tools: readonly Offer[];
  /** Results of tools since the conversation began: how far the work is. */
  readonly results: readonly string[];
  /** Everything else that it was told, instructions first. */
  readonly told: string;
  /** Turns before those: what a summary of the model's own stands for. */
  readonly condensed: number;
  /** It asks for such a summary instead of a turn, since the conversation becomes too long. */
  readonly condenses: boolean;
}

/** A conversation of which nothing was left out. */
export const WHOLE = { condensed: 0, condenses: false } as const;

/** What a model does in one turn. */
export type Said =
  | { readonly text: string }
  | { readonly tool: string; readonly input: unknown; readonly free: boolean };

/** Tokens of one turn. Formats differ in which of them are told as parts of which. */
export interface Usage {
  /** Input that is read for the first time. */
  readonly fresh: number;
  /** Input that was read before. */
  readonly cached: number;
  readonly visible: number;
  /** Output that nobody sees. */
  readonly thought: number;
}

/** The body of an answer: one JSON value, or the events of a stream in order. */
export type Reply = { readonly value: unknown } | { readonly events: readonly StreamEvent[] };

/** One server-sent event; `data` that is no text is sent as JSON. */
export interface StreamEvent {
  readonly event?: string;
  readonly data: unknown;
}

/** One of the ways to speak to a model over HTTP. */
export interface Format {
  readonly name: string;
  /** Of the paths that it takes; only POST. */
  readonly path: RegExp;
  /** The key in a request's headers or query, null where there is none. */
  readonly key: (request: KeyPlaces) => string | null;
  /** @throws ZodError for a body that is none of this format */
  readonly read: (body: unknown, path: string) => Heard;
  readonly write: (heard: Heard, said: Said, usage: Usage) => Reply;
  /** The body of an answer that is an error. */
  readonly refuse: (status: number, message: string) => unknown;
}

export interface KeyPlaces {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: URLSearchParams;
}

/** The key behind `Bearer`. */
export function bearer({ headers }: KeyPlaces): string | null {
  return /^Bearer (.+)$/i.exec(String(headers.authorization ?? ""))?.[1] ?? null;
}

/** A header as one text. */
export function header({ headers }: KeyPlaces, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : null;
}

/** A text in two parts, as it arrives over a stream. */
export function inParts(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((part) => part !== "");
}

let serial = 0;

/** An id that no other answer of this process has. */
export function freshId(prefix: string): string {
  serial += 1;
  return `${prefix}${serial.toString().padStart(8, "0")}`;
}
