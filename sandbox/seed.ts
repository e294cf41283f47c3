// Puts a folder into the sandbox's empty repository as one commit on its default branch.

import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { DEFAULT_BRANCH } from "./host/git.ts";
import type { Front } from "./host/host.ts";

/** @param authorization of the person whose commit it is */
export async function seedRepository(front: Front, authorization: string, folder: string): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const write = (what: string, body: Readonly<Record<string, unknown>>) =>
    front.upstream.write<{ sha: string }>("POST", `${front.base}/git/${what}`, authorization, body);
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
