// A sandbox with the app's own token and somebody who listens to its webhooks, for the tests of this folder.

import { createHmac } from "node:crypto";
import { EventEmitter, on, once } from "node:events";
import { createServer } from "node:http";
import { type Api, installationToken } from "../../sandbox/api.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/sandbox.ts";

export interface Delivery {
  readonly event: string;
  readonly action: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly signature: string;
  readonly raw: string;
}

export interface Receiver {
  readonly url: string;
  /** The first delivery, past or future, of which this holds. */
  first(wanted: (delivery: Delivery) => boolean): Promise<Delivery>;
  close(): Promise<void>;
}

export interface World {
  readonly sandbox: Sandbox;
  readonly app: Api;
  readonly maintainer: Api;
  readonly stranger: Api;
  readonly hooks: Receiver;
  /** `/repos/acme/carton` */
  readonly base: string;
  /** A GET of the app, redirects not followed. */
  raw(path: string): Promise<Response>;
  close(): Promise<void>;
}

export async function startWorld(options: SandboxOptions = {}): Promise<World> {
  const hooks = await receive();
  const sandbox = await startSandbox({ webhookUrl: hooks.url, ...options });
  const token = await installationToken(sandbox.url, sandbox, sandbox.privateKey);
  return {
    sandbox,
    hooks,
    app: sandbox.api(token),
    maintainer: sandbox.api(sandbox.tokens.maintainer),
    stranger: sandbox.api(sandbox.tokens.stranger),
    base: `/repos/${sandbox.repository.owner}/${sandbox.repository.name}`,
    raw: (path) =>
      fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${token}` }, redirect: "manual" }),
    close: async () => {
      await sandbox.close();
      await hooks.close();
    },
  };
}

export const signatureOf = (secret: string, raw: string): string =>
  `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;

/** Head of a branch, or null. */
export async function headOf({ app, base }: World, branch: string): Promise<string | null> {
  const answer = await app<{ object?: { sha: string } }>("GET", `${base}/git/ref/heads/${branch}`);
  return answer.body.object?.sha ?? null;
}

/** A new branch at the head of `main`, one commit ahead where files are given. @returns its head */
export async function branchWith(
  world: World,
  branch: string,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const sha = (await headOf(world, "main")) ?? "";
  await world.app("POST", `${world.base}/git/refs`, { ref: `refs/heads/${branch}`, sha });
  if (Object.keys(files).length === 0) return sha;
  return commitFiles(world, branch, sha, files);
}

/** One commit of whole files on top of `parent`, to which the branch is moved. */
export async function commitFiles(
  { app, base }: World,
  branch: string,
  parent: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const under = await app<{ tree: { sha: string } }>("GET", `${base}/git/commits/${parent}`);
  const entries = Object.entries(files).map(([path, content]) => ({
    path,
    content,
    mode: "100644",
    type: "blob",
  }));
  const tree = await app<{ sha: string }>("POST", `${base}/git/trees`, {
    base_tree: under.body.tree.sha,
    tree: entries,
  });
  const commit = await app<{ sha: string }>("POST", `${base}/git/commits`, {
    message: `change ${Object.keys(files).join(", ")}`,
    tree: tree.body.sha,
    parents: [parent],
  });
  await app("PATCH", `${base}/git/refs/heads/${branch}`, { sha: commit.body.sha });
  return commit.body.sha;
}

async function receive(): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const arrivals = new EventEmitter();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.end();
    const raw = Buffer.concat(chunks).toString();
    const payload = JSON.parse(raw) as { action?: string };
    const header = (name: string) => String(request.headers[name]);
    const delivery = {
      ...{ payload, raw, action: payload.action },
      event: header("x-github-event"),
      id: header("x-github-delivery"),
      signature: header("x-hub-signature-256"),
    };
    deliveries.push(delivery);
    arrivals.emit("delivery", delivery);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    first: async (wanted) => {
      const past = deliveries.find(wanted);
      if (past !== undefined) return past;
      for await (const [delivery] of on(arrivals, "delivery"))
        if (wanted(delivery as Delivery)) return delivery as Delivery;
      throw new Error("unreachable");
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
