// Copies commits of the sandbox's repository into a folder's own `.git`, as loose objects with their true ids, so
// that `git` in that folder knows them. Writes objects only; moves no ref and touches no file outside `.git`.

import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { TreeEntry } from "../../host/git.ts";
import type { Host } from "../../host/host.ts";

const compressed = promisify(deflate);

interface Person {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

/** @param commits all with the whole of their trees */
export async function copyCommits(host: Host, gitFolder: string, commits: readonly string[]): Promise<void> {
  const done = new Set<string>();
  const put = async (sha: string, type: string, content: Buffer) => {
    const object = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const id = createHash("sha1").update(object).digest("hex");
    if (id !== sha) throw new Error(`${type} ${sha} came out as ${id}`);
    const path = join(gitFolder, "objects", sha.slice(0, 2), sha.slice(2));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await compressed(object));
  };
  const putEntry = async ({ type, sha }: TreeEntry) => {
    if (type === "commit" || done.has(sha)) return;
    done.add(sha);
    if (type === "tree") await putTree(sha);
    else await put(sha, "blob", await blobOf(host, sha));
  };
  const putTree = async (sha: string) => {
    const entries = await host.git.tree(sha);
    await put(sha, "tree", treeContent(entries));
    for (const entry of entries) await putEntry(entry);
  };
  for (const sha of commits) {
    const commit = await host.git.commit(sha);
    await put(sha, "commit", await commitContent(host, sha));
    await putEntry({ path: "", mode: "040000", type: "tree", sha: commit?.tree ?? "" });
  }
}

async function blobOf({ upstream, base }: Host, sha: string): Promise<Buffer> {
  const blob = await upstream.read<{ content: string }>(`${base}/git/blobs/${sha}`);
  return Buffer.from(blob?.content ?? "", "base64");
}

/** Git sorts a folder as if its name ended in a slash. */
function treeContent(entries: readonly TreeEntry[]): Buffer {
  const key = ({ path, type }: TreeEntry) => Buffer.from(type === "tree" ? `${path}/` : path);
  const parts = entries
    .toSorted((a, b) => Buffer.compare(key(a), key(b)))
    .flatMap(({ path, mode, sha }) => [
      Buffer.from(`${mode.replace(/^0/, "")} ${path}\0`),
      Buffer.from(sha, "hex"),
    ]);
  return Buffer.concat(parts);
}

async function commitContent({ upstream, base }: Host, sha: string): Promise<Buffer> {
  const found = await upstream.read<{
    message: string;
    tree: { sha: string };
    parents: readonly { sha: string }[];
    author: Person;
    committer: Person;
  }>(`${base}/git/commits/${sha}`);
  if (found === null) throw new Error(`no commit ${sha}`);
  const written = ({ name, email, date }: Person) =>
    `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
  const lines = [
    `tree ${found.tree.sha}`,
    ...found.parents.map((parent) => `parent ${parent.sha}`),
    `author ${written(found.author)}`,
    `committer ${written(found.committer)}`,
  ];
  const message = found.message.endsWith("\n") ? found.message : `${found.message}\n`;
  return Buffer.from(`${lines.join("\n")}\n\n${message}`);
}
