// Puts a folder into the sandbox's empty repository as one commit on its default branch.

import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { DEFAULT_BRANCH } from "./host/git.ts";
import type { Host } from "./host/host.ts";

/** @param authorization of the person whose commit it is */
export async function seedRepository(host: Host, authorization: string, folder: string): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const write = (what: string, body: Readonly<Record<string, unknown>>) =>
    host.upstream.write<{ sha: string }>("POST", `${host.base}/git/${what}`, authorization, body);
  const tree = await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(path, "base64");
      const { sha } = await write("blobs", { content, encoding: "base64" });
      return { path: relative(folder, path).split(sep).join("/"), mode: "100644", type: "blob", sha };
    }),
  );
  const { sha: root } = await write("trees", { tree });
  const { sha } = await write("commits", { message: "A carton for one litre", tree: root, parents: [] });
  await write("refs", { ref: `refs/heads/${DEFAULT_BRANCH}`, sha });
}
