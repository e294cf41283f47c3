// What steps of a workflow find and leave: variables, secrets, checkouts, files between steps, programs.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAlive, logOf, oneJob, performed, writeWorkflow } from "./workflows.ts";
import { branchWith, commitFiles, headOf, startWorld, type World } from "./world.ts";

let world: World;
let count = 0;

beforeAll(async () => {
  world = await startWorld({ ci: "off", secrets: { KEY: "open-sesame" }, variables: { WORD: "plain" } });
});

afterAll(() => world.close());

/** Runs these steps as the only job. @returns its conclusion and what it printed */
async function ran(steps: string, head = ""): Promise<readonly [string | null, string]> {
  const file = `steps-${count++}.yml`;
  await writeWorkflow(world, file, oneJob(steps, head));
  const { jobs } = await performed(world, file);
  return [jobs[0]?.conclusion ?? null, await logOf(world, jobs[0]?.id ?? 0)];
}

describe("an environment", () => {
  it("is what the runner gives and the workflow adds, the inner over the outer, and nothing of the sandbox's", async () => {
    process.env.OF_THE_SANDBOX = "leaked";
    const [conclusion, log] = await ran(
      `
- run: echo "[$OUTER$INNER] [$OF_THE_SANDBOX] $GITHUB_REPOSITORY $GITHUB_RUN_ATTEMPT $CI"
  env:
    INNER: \${{ env.OUTER }}-step
- run: |
    test "$PWD" = "$GITHUB_WORKSPACE" -a -z "$(ls -A)" -a -d "$RUNNER_TEMP"
    test "\${{ github.workspace }} \${{ runner.temp }}" = "$GITHUB_WORKSPACE $RUNNER_TEMP"`,
      "env:\n  OUTER: whole",
    );
    delete process.env.OF_THE_SANDBOX;
    expect([conclusion, log]).toEqual([
      "success",
      expect.stringContaining("[wholewhole-step] [] acme/carton 1 true"),
    ]);
  });

  it("grows by what earlier steps leave in their files", async () => {
    const [conclusion, log] = await ran(`
- id: first
  run: |
    mkdir tools && printf '#!/bin/sh\\necho from the tool' > tools/mine && chmod +x tools/mine
    echo "$PWD/tools" >> "$GITHUB_PATH"
    printf 'LATER<<END\\ntwo\\nlines\\nEND\\n' >> "$GITHUB_ENV"
    echo answer=42 >> "$GITHUB_OUTPUT"
- run: mine && echo "$LATER" && echo "\${{ steps.first.outputs.answer }}"`);
    expect([conclusion, log]).toEqual([
      "success",
      expect.stringContaining("from the tool\ntwo\nlines\n42\n"),
    ]);
  });

  it("cannot be given the runner's own names by a file", async () => {
    const [, log] = await ran(`
- run: echo GITHUB_REPOSITORY=evil/evil >> "$GITHUB_ENV"
- run: echo "$GITHUB_REPOSITORY"`);
    expect(log).toContain("acme/carton");
  });
});

describe("a variable of the repository", () => {
  it("is there by its name, and empty where there is none", async () => {
    const steps = `- run: echo "[\${{ vars.WORD }}] [\${{ vars.OTHER }}]"`;
    expect((await ran(steps, `concurrency: of-\${{ vars.WORD }}`))[1]).toContain("[plain] []\n");
  });
});

describe("a script", () => {
  it("ends at its first failure; in a pipe only where bash was asked for", async () => {
    expect(await ran("- run: |\n    false\n    echo on")).toEqual([
      "failure",
      expect.not.stringContaining("\non\n"),
    ]);
    expect((await ran("- run: false | true"))[0]).toBe("success");
    expect((await ran("- run: false | true\n  shell: bash"))[0]).toBe("failure");
  });

  it("does not leave a daemon behind", async () => {
    const [conclusion, log] = await ran(`
- run: setsid sleep 600 & echo "daemon=$!"`);
    const pid = Number(/daemon=(\d+)/.exec(log)?.[1]);
    expect([conclusion, pid > 0]).toEqual(["success", true]);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it("may fail without its job where that is said", async () => {
    const [conclusion, log] = await ran("- run: exit 7\n  continue-on-error: true\n- run: echo after");
    expect([conclusion, log]).toEqual([
      "success",
      expect.stringContaining("exit code 7.\n##[group]Run echo after"),
    ]);
  });

  it("makes annotations by commands, unless it stopped them", async () => {
    await writeWorkflow(
      world,
      "annotations.yml",
      oneJob(`
- run: |
    echo "::error file=src/a.ts,line=3,endLine=4,title=Wrong::it is wrong%0Aindeed"
    echo "::stop-commands::token"
    echo "::warning::printed by a stranger"
    echo "::token::"
    echo "::notice::done"`),
    );
    const { jobs } = await performed(world, "annotations.yml");
    const path = `${world.base}/check-runs/${jobs[0]?.id}/annotations`;
    const { body } = await world.app<{ message: string }[]>("GET", path);
    expect(body).toMatchObject([
      {
        ...{ path: "src/a.ts", start_line: 3, end_line: 4, annotation_level: "failure", title: "Wrong" },
        message: "it is wrong\nindeed",
      },
      { annotation_level: "notice", message: "done" },
    ]);
    expect(await logOf(world, jobs[0]?.id ?? 0)).toContain("::warning::printed by a stranger");
  });
});

describe("a secret", () => {
  it("is for the step that names it, and black in the log", async () => {
    const [, log] = await ran(`
- run: echo "with [$KEY]"
  env:
    KEY: \${{ secrets.KEY }}
- run: echo "without [$KEY] [\${{ secrets.OTHER }}]"`);
    expect(log).toContain("with [***]");
    expect(log).toContain("without [] []");
    expect(log).not.toContain("open-sesame");
  });

  it("is kept by the API without its value ever being shown", async () => {
    const secrets = `${world.base}/actions/secrets`;
    const encrypted_value = Buffer.from("told").toString("base64");
    const put = () => world.maintainer("PUT", `${secrets}/TOLD`, { encrypted_value, key_id: "1" });
    expect([(await put()).status, (await put()).status]).toEqual([201, 204]);
    const listed = await world.maintainer<{ secrets: { name: string }[] }>("GET", secrets);
    expect(listed.body.secrets.map((secret) => Object.keys(secret))).toContainEqual([
      "name",
      "created_at",
      "updated_at",
    ]);
    expect((await world.app("GET", secrets)).status).toBe(403);
    const [, log] = await ran(
      `- run: test "$TOLD" = told && echo same\n  env:\n    TOLD: \${{ secrets.TOLD }}`,
    );
    expect(log).toContain("\nsame\n");
    expect((await world.maintainer("DELETE", `${secrets}/TOLD`)).status).toBe(204);
  });
});

describe("actions/checkout", () => {
  it("lays out a real repository at the commit that was asked for", async () => {
    const first = await branchWith(world, "checked", { "deep/one.txt": "1" });
    const second = await commitFiles(world, "checked", first, { "deep/two.txt": "2" });
    const [conclusion, log] = await ran(`
- uses: actions/checkout@v4
- run: echo "workspace $(git rev-parse HEAD) $(git branch --show-current)"
- uses: actions/checkout@v4
  with:
    ref: ${first}
    path: base
    persist-credentials: false
- run: |
    cd base
    echo "commit $(git rev-parse HEAD) $(git status --porcelain | wc -l) $(git rev-list --count HEAD)"
    git config --list --show-origin --local | grep -c extraheader || true
    test ! -e deep/two.txt
- uses: actions/checkout@v4
  with:
    ref: checked
    path: all
    fetch-depth: 0
- run: |
    cd all
    echo "branch $(git rev-parse HEAD) $(git branch --show-current) $(git log --format=%H | tr '\\n' ' ')"
    git fsck --strict && git config --get-regexp extraheader | grep -c basic`);
    expect(conclusion).toBe("success");
    const main = await headOf(world, "main");
    expect(log).toContain(`workspace ${main} main\n`);
    expect(log).toContain(`commit ${first} 0 1\n0\n`);
    expect(log).toContain(`branch ${second} checked ${second} ${first} `);
    expect(log).toMatch(/\n1\n$/);
  });

  it("keeps modes and links, and can leave most out", async () => {
    const tree = await world.app<{ sha: string }>("POST", `${world.base}/git/trees`, {
      tree: [
        { path: "bin/run.sh", mode: "100755", type: "blob", content: "#!/bin/sh\n" },
        { path: "bin/link", mode: "120000", type: "blob", content: "run.sh" },
        { path: "other/file", mode: "100644", type: "blob", content: "x" },
      ],
    });
    const commit = await world.app<{ sha: string }>("POST", `${world.base}/git/commits`, {
      ...{ message: "modes", tree: tree.body.sha, parents: [] },
    });
    const [conclusion] = await ran(`
- uses: actions/checkout@v4
  with:
    ref: ${commit.body.sha}
    path: part
    sparse-checkout: bin
- run: test -x part/bin/run.sh -a -h part/bin/link -a ! -e part/other`);
    expect(conclusion).toBe("success");
  });

  it("fails for a branch that is not there and for a place outside the workspace", async () => {
    const [, gone] = await ran("- uses: actions/checkout@v4\n  with:\n    ref: gone");
    expect(gone).toContain("A branch or tag with the name 'gone' could not be found");
    const [, outside] = await ran("- uses: actions/checkout@v4\n  with:\n    path: ../out");
    expect(outside).toContain("is not under");
  });
});

describe("actions/upload-artifact", () => {
  const upload = (path: string, more = "") =>
    `- uses: actions/upload-artifact@v4\n  with:\n    name: out\n    path: ${path}\n${more}`;

  it("says what it finds and what it does not", async () => {
    expect((await ran(upload("none", "    if-no-files-found: error")))[0]).toBe("failure");
    const [conclusion, log] = await ran(upload("none"));
    expect([conclusion, log]).toEqual(["success", expect.stringContaining("##[warning]No files were found")]);
  });

  it("leaves hidden files out and refuses a second one of the same name", async () => {
    const [conclusion, log] = await ran(`
- run: mkdir out && touch out/.hidden out/seen
${upload("out")}
- run: rm -r out
- uses: actions/download-artifact@v4
  with: { name: out, path: back }
- run: ls -A back && touch other
${upload("other")}`);
    expect([conclusion, log]).toEqual(["failure", expect.stringMatching(/\nseen\n[\s\S]*\(409\) Conflict/)]);
  });
});

describe("actions that are not emulated", () => {
  it.each([
    ["- uses: actions/cache@v4", "does not emulate the action actions/cache"],
    ["- uses: actions/checkout@v4\n  with:\n    submodules: true", "does not emulate the input submodules"],
    ["- uses: actions/checkout", "Expected format {org}/{repo}[/path]@ref"],
    [`- run: echo \${{ hashFiles('x') }}`, "the function hashFiles is not supported here"],
  ])("fail the step: %s", async (step, words) => {
    expect(await ran(step)).toEqual(["failure", expect.stringContaining(words)]);
  });
});

describe("npx", () => {
  it("is refused: nothing here comes from a registry", async () => {
    const [conclusion, log] = await ran("- run: npx --yes anything");
    expect([conclusion, log]).toEqual(["failure", expect.stringContaining("runs no package of a registry")]);
  });
});
