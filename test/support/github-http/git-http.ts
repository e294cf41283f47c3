// A real git server on loopback: Node in front of `git http-backend`, with a password. Serves a folder of bare
// repositories and remembers what it was asked.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";

export interface GitHttp {
  readonly url: string;
  /** Request lines, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * @param root folder that holds `owner/name.git`
 * @param token password of `x-access-token`; anything else is a 401
 * @param redirectTo sends every authorised request there instead of answering it
 */
export async function serveGit(root: string, token: string, redirectTo?: string): Promise<GitHttp> {
  const backend = join(execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(), "git-http-backend");
  const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (request.headers.authorization !== expected) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    } else if (redirectTo !== undefined) {
      response.writeHead(302, { location: `${redirectTo}${request.url}` }).end();
    } else {
      runCgi(backend, root, request, response);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function runCgi(backend: string, root: string, request: IncomingMessage, response: ServerResponse): void {
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const header = (name: string) => String(request.headers[name] ?? "");
  const child = spawn(backend, {
    env: {
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: header("git-protocol"),
      REQUEST_METHOD: request.method ?? "",
      PATH_INFO: path,
      QUERY_STRING: query,
      CONTENT_TYPE: header("content-type"),
      CONTENT_LENGTH: header("content-length"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      REMOTE_USER: "app",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => undefined);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.once("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    const headers = output.subarray(0, end).toString("latin1").split("\r\n");
    const pairs = headers.map((line) => line.split(/:\s*/, 2) as [string, string]);
    const status = pairs.find(([name]) => name === "Status")?.[1];
    response.writeHead(
      Number(status?.slice(0, 3) ?? 200),
      Object.fromEntries(pairs.filter(([name]) => name !== "Status")),
    );
    response.end(output.subarray(end + 4));
  });
}
