// One address for webhooks in front of several processes, as an operator has it: each delivery goes to the next that
// answers.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

export class Balancer {
  readonly origin: string;
  /** Ports of the processes that take deliveries. */
  readonly ports = new Set<number>();
  readonly #server: Server;
  #turn = 0;

  private constructor(server: Server) {
    const address = server.address();
    this.#server = server;
    this.origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    server.on("request", (request, response) => void this.#pass(request, response));
  }

  static async open(): Promise<Balancer> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Balancer(server);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(
      Object.entries(incoming.headers)
        .filter(([name]) => !["host", "connection", "content-length"].includes(name))
        .map(([name, value]) => [name, String(value)]),
    );
    const ports = [...this.ports];
    for (let tried = 0; tried < ports.length; tried += 1) {
      this.#turn += 1;
      const url = `http://127.0.0.1:${ports[this.#turn % ports.length]}${incoming.url}`;
      const sent = { method: incoming.method ?? "POST", headers, body: Buffer.concat(chunks) };
      const answer = await fetch(url, sent).catch(() => null);
      if (answer === null) continue;
      outgoing.writeHead(answer.status);
      outgoing.end(await answer.text());
      return;
    }
    outgoing.writeHead(502);
    outgoing.end();
  }
}
