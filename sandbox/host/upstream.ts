// The emulator behind the front, as a client: passing a caller's request on, and reading for the front itself.
// Knows URLs and tokens of the emulator and nothing about what the answers mean.

import { type Answer, type FrontRequest, problem } from "./http.ts";

/** The emulator stops a token after 5,000 requests an hour; the front's own reads change names before that. */
const READS_PER_TOKEN = 4_000;

export class Upstream {
  readonly #url: string;
  readonly #publicUrl: string;
  #reads = 0;

  /** @param publicUrl the front's own address, which links in answers must name */
  constructor(url: string, publicUrl: string) {
    this.#url = url;
    this.#publicUrl = publicUrl;
  }

  /** The caller's request, on the caller's behalf. */
  pass(request: FrontRequest): Promise<Answer> {
    return this.send(request.method, `${request.path}${request.search}`, request.authorization, request.body);
  }

  /** A request with a given `Authorization`; error bodies come back in GitHub's words. */
  async send(
    method: string,
    path: string,
    authorization: string | undefined,
    body?: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { "content-type": "application/json", ...(authorization && { authorization }) },
      ...(method !== "GET" && { body: JSON.stringify(body ?? {}) }),
    });
    const raw = await response.text();
    if (response.status >= 400) return inGitHubsWords(response.status, raw);
    return {
      status: response.status,
      ...(raw !== "" && { body: JSON.parse(raw) }),
      link: response.headers.get("link")?.replaceAll(this.#url, this.#publicUrl),
    };
  }

  /** Reads as the owner of everything. Null: not there. */
  async read<T>(path: string): Promise<T | null> {
    const answer = await this.send("GET", path, this.owner());
    if (answer.status === 404) return null;
    if (answer.status >= 400) throw new Error(`The emulator answered ${answer.status} to GET ${path}`);
    return answer.body as T;
  }

  /** Every page of a list. */
  async readAll<T>(path: string): Promise<readonly T[]> {
    const all: T[] = [];
    for (let page = 1; ; page++) {
      const items = await this.read<readonly T[]>(
        `${path}${path.includes("?") ? "&" : "?"}per_page=100&page=${page}`,
      );
      all.push(...(items ?? []));
      if (items === null || items.length < 100) return all;
    }
  }

  /** Writes on behalf of somebody; throws what was answered unless it worked. */
  async write<T>(
    method: string,
    path: string,
    authorization: string | undefined,
    body?: Readonly<Record<string, unknown>>,
  ): Promise<T> {
    const answer = await this.send(method, path, authorization, body);
    if (answer.status >= 400) throw new Refused(answer);
    return answer.body as T;
  }

  /** Any token that the emulator was not told about acts as its first user: the owner of the organisation. */
  owner(): string {
    return `Bearer front-${Math.floor(this.#reads++ / READS_PER_TOKEN)}`;
  }
}

/** What the emulator refused, as the answer to give. */
export class Refused extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`The emulator answered ${answer.status}`);
    this.answer = answer;
  }
}

const WORDS: Readonly<Record<string, readonly [number, string]>> = {
  "Validation failed": [422, "Validation Failed"],
  "Update is not a fast-forward": [422, "Update is not a fast forward"],
  "Invalid sha": [422, "Object does not exist"],
  Forbidden: [403, "Resource not accessible by integration"],
};

function inGitHubsWords(status: number, raw: string): Answer {
  const message = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(raw)?.[1] ?? "Server Error";
  const [code, words] = WORDS[message] ?? [status, message];
  return problem(code, words);
}
