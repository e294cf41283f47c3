import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Retryable, Terminal } from "../../../src/domain/errors.ts";
import { bytesOf, filesOfCommit, type ObjectStore } from "../../../src/git/commit-files.ts";
import { sortedOut } from "../../../src/git/tree-writer.ts";
import { gitCheckout } from "../../../src/github/checkout/git-checkout.ts";
import { type GitHttp, serveGit } from "../../support/github-http/git-http.ts";

const TOKEN = "ghs_canary0123456789";
const BASIC = Buffer.from(`x-access-token:${TOKEN}`).toString("base64");
const REPOSITORY = { account: "1", owner: "octo", name: "carton" };
const PATH = process.env.PATH ?? "";

describe("gitCheckout", () => {
  let root: string;
  let server: GitHttp;
  let commit: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "autoloop-git-test-"));
    await mkdir(join(root, "octo"));
    git("init", "--quiet", "--bare", join(root, "octo/carton.git"));
    commit = commitTree([
      ["100644", "plain", "a ✓\r\nb\n"],
      ["100644", "empty", ""],
      ["100755", "run.sh", "#!/bin/sh\n"],
      ["100644", ".gitattributes", "* text=auto eol=crlf filter=evil export-subst\n"],
      ["100644", "ünicode and space", "$Format:%H$\n"],
      ["120000", "link", "/etc/passwd"],
    ]);
    commitTree([["100644", "later", "not this one"]], [commit]);
    server = await serveGit(root, TOKEN);
  });

  afterAll(async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  function git(...args: readonly string[]): string {
    const env = { PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
    return execFileSync("git", args, { env, encoding: "utf8" }).trim();
  }

  /** A commit of these files, plus a submodule, on `main` of the served repository. */
  function commitTree(
    files: readonly (readonly [string, string, string])[],
    parents: readonly string[] = [],
  ): string {
    const store = ["-C", join(root, "octo/carton.git")];
    const env = {
      PATH,
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@b",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@b",
    };
    const run = (args: readonly string[], input = "") =>
      execFileSync("git", [...store, ...args], { env, input, encoding: "utf8" }).trim();
    const entries = files.map(
      ([mode, path, text]) => `${mode} blob ${run(["hash-object", "-w", "--stdin"], text)}\t${path}`,
    );
    const submodule = `160000 commit ${"1".repeat(40)}\tvendored`;
    const tree = run(["mktree", "--missing"], `${[...entries, submodule].join("\n")}\n`);
    const id = run(["commit-tree", tree, "-m", "x", ...parents.flatMap((id) => ["-p", id])]);
    run(["update-ref", "refs/heads/main", id]);
    return id;
  }

  /** Mode and text by path of what a runner makes of it. */
  async function filesIn(store: ObjectStore, id: string) {
    const { plain } = sortedOut(await filesOfCommit(store, id));
    const texts: string[] = [];
    for await (const bytes of bytesOf(store, plain)) texts.push(bytes.toString());
    return Object.fromEntries(plain.map(({ path, mode }, index) => [path, [mode, texts[index]]]));
  }

  async function checkedOut(id: string, searchPath = PATH, url = server.url) {
    const directory = await mkdtemp(join(root, "out-"));
    const told = new Map<string, string>();
    const checkout = gitCheckout(
      url,
      searchPath,
      async () => TOKEN,
      (_, _commit, files) => {
        for (const { path, mode } of files) told.set(path, mode);
      },
    );
    const { leftOut, form } = await checkout.materialise(REPOSITORY, id, directory);
    expect([form, await readdir(directory)]).toEqual(["objects", ["objects"]]);
    const store = { objects: join(directory, "objects"), folder: root, searchPath: PATH };
    return { store, told, leftOut, files: await filesIn(store, id) };
  }

  it("brings the bytes of exactly that commit, whatever its attributes ask for", async () => {
    const { files, leftOut } = await checkedOut(commit);
    expect(files).toEqual({
      plain: ["100644", "a ✓\r\nb\n"],
      empty: ["100644", ""],
      "run.sh": ["100755", "#!/bin/sh\n"],
      ".gitattributes": ["100644", "* text=auto eol=crlf filter=evil export-subst\n"],
      "ünicode and space": ["100644", "$Format:%H$\n"],
    });
    expect(new Set(leftOut)).toEqual(new Set(["link", "vendored"]));
  });

  it("is read without a word of what lies beside the objects", async () => {
    const { store, files } = await checkedOut(commit);
    const beside = join(store.objects, "..");
    await writeFile(join(beside, "config"), "[core]\n\trepositoryformatversion = 99\n");
    await writeFile(join(beside, "HEAD"), "no head");
    expect(await filesIn(store, commit)).toEqual(files);
    expect((await readdir(root)).filter((name) => name.startsWith("git-"))).toEqual([]);
  });

  it("tells all that the commit holds, also what it leaves out", async () => {
    const { told } = await checkedOut(commit);
    expect(Object.fromEntries(told)).toMatchObject({
      ...{
        plain: "100644",
        "run.sh": "100755",
        link: "120000",
        vendored: "160000",
        "ünicode and space": "100644",
      },
    });
  });

  it("keeps hostile paths out", async () => {
    const names = [".GIT", "git~1", ".g\u200cit", "..", "a\\b", ".git ", "good"];
    const id = commitTree(names.map((name) => ["100644", name, "x"] as const));
    const { files, leftOut } = await checkedOut(id);
    expect(Object.keys(files)).toEqual(["good"]);
    expect(leftOut).toHaveLength(names.length);
  });

  it("shows the token to the server and to nobody else", async () => {
    const bin = await mkdtemp(join(root, "bin-"));
    const seen = join(bin, "seen");
    const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    // A git that notes its arguments, and every file below it that holds the token, before it hands back.
    const script = `#!/bin/sh
printf 'argv %s\\n' "$*" >> ${seen}
env >> ${seen}
${real} "$@"
code=$?
grep -rlE '${TOKEN}|${BASIC}' . | sed 's/^/file /' >> ${seen}
exit $code
`;
    await writeFile(join(bin, "git"), script, { mode: 0o755 });
    const { files } = await checkedOut(commit, `${bin}:${PATH}`);
    expect(Object.keys(files)).toContain("plain");
    const notes = await readFile(seen, "utf8");
    expect(notes).toContain("argv fetch");
    expect(notes).not.toMatch(/^file/m);
    for (const secret of [TOKEN, BASIC]) {
      expect(notes).not.toContain(secret);
      expect(server.requests.join("\n")).not.toContain(secret);
    }
  });

  it("does not follow a redirect with the token in hand", async () => {
    const elsewhere = await serveGit(root, "another");
    const redirecting = await serveGit(root, TOKEN, elsewhere.url);
    await expect(checkedOut(commit, PATH, redirecting.url)).rejects.toBeInstanceOf(Retryable);
    expect(elsewhere.requests).toEqual([]);
    await redirecting.close();
    await elsewhere.close();
  });

  it("fails when the server refuses or has no such commit", async () => {
    const directory = await mkdtemp(join(root, "out-"));
    const refused = gitCheckout(
      server.url,
      PATH,
      async () => "wrong",
      () => undefined,
    );
    await expect(refused.materialise(REPOSITORY, commit, directory)).rejects.toBeInstanceOf(Retryable);
    await expect(checkedOut("2".repeat(40))).rejects.toBeInstanceOf(Retryable);
    await expect(checkedOut("--upload-pack=x")).rejects.toBeInstanceOf(Terminal);
  });

  it("says so when there is no git", async () => {
    await expect(checkedOut(commit, join(root, "nowhere"))).rejects.toBeInstanceOf(Retryable);
  });
});
