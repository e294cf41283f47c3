// A way to the sandbox on which something can be done at an exact moment: after GitHub has carried out a write of
// the app, before the app hears of it; and on which answers can be spoiled. Passes everything else on as it is.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A request of the app that changes something. */
export interface Write {
  /** `METHOD path`; a GraphQL mutation with its operation's name. */
  readonly line: string;
  /** Branch of a commit made by GraphQL; null for everything else. */
  readonly branch: string | null;
  /** The texts that such a commit puts on its branch, joined; for everything else the request's body. */
  readonly text: string;
}

/** What comes instead of an answer, with nothing carried out. */
export interface Instead {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `cut`: half of the answer, then the connection breaks. `lost`: it breaks before. What was asked for is carried out. */
export type Spoil = Instead | "cut" | "lost";

/** Any request of the app, with what it showed. */
export interface Asked {
  /** `METHOD path`, without a query; of GraphQL the operation's name. */
  readonly line: string;
  readonly authorization: string;
}

interface Trap {
  readonly matches: (write: Write) => boolean;
  readonly spring: (write: Write) => Promise<void>;
}

/** Belong to one connection, or were undone by reading the body. */
const HOP_HEADERS = [
  "connection",
  "content-encoding",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
];

export class Gate {
  readonly url: string;
  /** Everything that the app wrote, in order, carried out or not. */
  readonly writes: Write[] = [];
  /** Values of `authorization` that it showed. */
  readonly credentials = new Set<string>();
  /** Asked about each request; null: its answer arrives. */
  spoil: (asked: Asked) => Spoil | null = () => null;
  readonly #target: string;
  readonly #server: Server;
  #trap: Trap | null = null;

  private constructor(server: Server, target: string) {
    const address = server.address();
    this.#server = server;
    this.#target = target;
    this.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    server.on("request", (request, response) => void this.#pass(request, response));
  }

  static async open(target: string): Promise<Gate> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Gate(server, target);
  }

  /**
   * Arms one trap. The first matching write is carried out, then `act` runs, and its answer never arrives.
   * @returns the write, when `act` is over
   */
  after(matches: (write: Write) => boolean, act: () => Promise<unknown>): Promise<Write> {
    return new Promise((resolve, reject) => {
      this.#trap = { matches, spring: (write) => act().then(() => resolve(write), reject) };
    });
  }

  disarm(): void {
    this.#trap = null;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const write = writeOf(incoming, body.toString());
      if (write !== null) this.writes.push(write);
      this.credentials.add(incoming.headers.authorization ?? "");
      const spoil = this.spoil(askedOf(incoming, body.toString()));
      if (spoil !== null && typeof spoil !== "string") {
        outgoing.writeHead(spoil.status, { "content-type": "application/json", ...spoil.headers });
        outgoing.end(spoil.body);
        return;
      }
      const trap = write !== null && this.#trap?.matches(write) === true ? this.#trap : null;
      if (trap !== null) this.#trap = null;
      const answer = await this.#ask(incoming, body);
      const text = Buffer.from(await answer.arrayBuffer());
      if (trap !== null && write !== null) {
        await trap.spring(write);
        outgoing.destroy();
        return;
      }
      if (spoil === "lost") {
        outgoing.destroy();
        return;
      }
      const headers = withoutHops([...answer.headers]);
      if (spoil === "cut") {
        outgoing.writeHead(answer.status, { ...headers, "content-length": String(text.length + 1) });
        outgoing.write(text.subarray(0, text.length >> 1), () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.status, headers);
      outgoing.end(text);
    } catch {
      // Either side is gone; whoever is left sees a broken connection.
      outgoing.destroy();
    }
  }

  #ask(incoming: IncomingMessage, body: Buffer): Promise<Response> {
    const method = incoming.method ?? "GET";
    const headers = withoutHops(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const),
    );
    return fetch(`${this.#target}${incoming.url}`, {
      method,
      headers,
      // The app follows them itself, without its token.
      redirect: "manual",
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
  }
}

function withoutHops(headers: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(headers.filter(([name]) => !HOP_HEADERS.includes(name.toLowerCase())));
}

function askedOf({ method, url = "", headers }: IncomingMessage, body: string): Asked {
  const operation = url.endsWith("/graphql") ? /\b(?:query|mutation)\s+\w+/.exec(body)?.[0] : undefined;
  return {
    line: operation ?? `${method} ${url.replace(/\?.*/, "")}`,
    authorization: headers.authorization ?? "",
  };
}

/** Null: the request only reads, or gets a token. */
function writeOf({ method, url = "" }: IncomingMessage, body: string): Write | null {
  if (method === "GET" || url.endsWith("/access_tokens")) return null;
  if (!url.endsWith("/graphql")) return { line: `${method} ${url}`, branch: null, text: body };
  const { query, variables } = JSON.parse(body) as { query: string; variables?: { input?: CommitInput } };
  const operation = /\bmutation\s+\w+/.exec(query)?.[0];
  if (operation === undefined) return null;
  const additions = variables?.input?.fileChanges?.additions ?? [];
  return {
    line: operation,
    branch: variables?.input?.branch?.branchName ?? null,
    text: additions.map(({ contents }) => Buffer.from(contents, "base64").toString()).join("\n"),
  };
}

interface CommitInput {
  readonly branch?: { readonly branchName?: string };
  readonly fileChanges?: { readonly additions?: readonly { readonly contents: string }[] };
}
