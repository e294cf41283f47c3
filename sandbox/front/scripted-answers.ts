// Answers that GitHub gives now and then and that no request can bring about here: refusals, limits, headers. Whoever
// holds the sandbox says which, and for how many requests of the app. Decides nothing else about them.

import type { Answer, FrontRequest } from "../host/http.ts";
import { problem } from "../host/http.ts";

export interface ScriptedAnswer {
  readonly method: string;
  /** Without `/api/v3`; a `*` stands for any part of it. */
  readonly path: string;
  /** Name of a GraphQL operation; absent: any. */
  readonly operation?: string;
  /** Absent: the request is answered as ever, with these headers. */
  readonly status?: number;
  /** Absent: GitHub's error body, with this text. */
  readonly message?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests that are answered so; absent: all until `forget`. */
  readonly times?: number;
}

export class ScriptedAnswers {
  readonly #slug: string;
  #script: { readonly answer: ScriptedAnswer; left: number }[] = [];

  /** @param slug of the app to which these answers are given; nobody else is */
  constructor(slug: string) {
    this.#slug = slug;
  }

  add(answer: ScriptedAnswer): void {
    this.#script.push({ answer, left: answer.times ?? Number.POSITIVE_INFINITY });
  }

  forget(): void {
    this.#script = [];
  }

  /** What is to be answered instead, or laid over the answer; null: nothing. */
  take(request: FrontRequest): ScriptedAnswer | null {
    const { who } = request;
    if ((who.kind !== "installation" && who.kind !== "app") || who.slug !== this.#slug) return null;
    const found = this.#script.find(({ answer, left }) => left > 0 && isFor(answer, request));
    if (found === undefined) return null;
    found.left -= 1;
    return found.answer;
  }
}

/** The answer that stands for itself. */
export function scripted({ status = 200, body, message, headers }: ScriptedAnswer): Answer {
  const refused = problem(status, message ?? (status === 403 ? "Resource not accessible" : "Refused"));
  return { ...(body === undefined ? refused : { status, body }), ...(headers && { headers }) };
}

function isFor({ method, path, operation }: ScriptedAnswer, request: FrontRequest): boolean {
  if (method !== request.method) return false;
  const parts = path.split("*").map((part) => part.replace(/[.()[\]{}+?^$|\\]/g, "\\$&"));
  const isPath = new RegExp(`^${parts.join(".*")}$`).test(decodeURIComponent(request.path));
  return isPath && (operation === undefined || String(request.body.query).includes(operation));
}
