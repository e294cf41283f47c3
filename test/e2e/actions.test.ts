// Runs on GitHub Actions with the real app as a process: the jobs of the installed workflow really run, and what they
// leave is all that the app gets. What can go wrong with a run ends its iteration by its name.

import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { JournalEvent } from "../../src/domain/journal/event.ts";
import { canonicalBranch, MEMORY_BRANCH, memoryPath, parseRunTitle } from "../../src/domain/program/names.ts";
import { ownCheckName } from "../../src/text/comments/own-check.ts";
import { iterationOf } from "../../src/text/format/markers.ts";
import { decodeRunFile } from "../../src/text/run/run-request.ts";
import { isAlive } from "../sandbox/workflows.ts";
import {
  checksOf,
  jobLogs,
  minutesLater,
  ON_ACTIONS,
  untilRun,
  workflowFile,
  workflowRuns,
} from "../support/e2e/actions.ts";
import { RAISE } from "../support/e2e/agents.ts";
import { ownComments, untilReacted, untilState } from "../support/e2e/shown.ts";
import { closeStages, MEASURE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, eventsOf, expectWhole, readWorld, type World } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

const NAME = "number";
const ITERATION = `iteration=$(sed -n 's/.*"iteration":\\([0-9]*\\).*/\\1/p' "$AUTOLOOP_CONTEXT")`;
let stage: Stage;

afterAll(closeStages);

function starts(events: readonly JournalEvent[]) {
  return events.flatMap((event) => (event.type === "iteration.start" ? [event] : []));
}

/** How each iteration ended, in the order of the journal. */
function ends(events: readonly JournalEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === "iteration.accept")
      return [`${event.iteration} accepted ${event.metric}: ${event.reason}`];
    if (event.type === "iteration.error") return [`${event.iteration} error: ${event.reason}`];
    return event.type === "iteration.reject" ? [`${event.iteration} rejected: ${event.reason}`] : [];
  });
}

/** What the one comment about an iteration says. */
async function told(issue: number, iteration: number): Promise<string> {
  const about = ({ body }: { readonly body: string }) => iterationOf(body)?.number === iteration;
  const found = await until(`the comment about iteration ${iteration}`, async () => {
    const comments = (await ownComments(stage, issue)).filter(about);
    return comments.length > 0 && comments;
  });
  expect(found).toHaveLength(1);
  return found[0]?.body ?? "";
}

describe("a program whose runs are workflow runs", () => {
  const CLOUD_SECRET = "canary-of-the-cloud-93bd11";
  const AGENT_KEY = "canary-of-the-agent-5c20fe";
  /** Raises the value; in iteration 3 to one that CI refuses, and from there as CI says. Tries to give its key away. */
  const agent = (notes: string) => `
${ITERATION}
env > ${notes}/agent.env
echo '{"change":"Raise it with '"$AGENT_API_KEY"'"}' > "$AUTOLOOP_ANSWER"
if [ "$iteration" = 3 ]; then
  if grep -q 'AssertionError: 1001 is odd' "$AUTOLOOP_PROMPT"; then echo 1002 > src/value.txt
  else echo 1001 > src/value.txt; fi
  exit
fi
${RAISE}`;
  let issue: number;
  let world: World;

  beforeAll(async () => {
    stage = await Stage.open({
      agent,
      environment: { ...ON_ACTIONS, AWS_SECRET_ACCESS_KEY: CLOUD_SECRET, LOG_LEVEL: "trace" },
      secrets: { AGENT_API_KEY: AGENT_KEY },
      files: workflowFile("env"),
      ci: (files) =>
        files.get("src/value.txt") === "1001\n"
          ? { conclusion: "failure", log: "running\nAssertionError: 1001 is odd\n    at check.js:7" }
          : "success",
    });
    sabotage();
    await stage.start();
    const evaluation = `env > ${stage.notes}/evaluation.env\n${MEASURE}`;
    issue = await stage.openProgram("Number", program({ frontmatter: "max-iterations: 6", evaluation }));
    await completed(stage, issue, 150_000);
    world = await readWorld(stage, issue, NAME);
  }, 180_000);

  /** What becomes of each run, by the number of proposals so far. */
  function sabotage(): void {
    const { actions } = stage.sandbox;
    let runs = 0;
    let last: Uint8Array | null = null;
    actions.onUpload((name, zip) => {
      if (name === "autoloop-proposal") {
        runs += 1;
        actions.failJob(runs === 3 ? "evaluate" : null);
        return zip;
      }
      // The report of the run before it, and an archive in which nobody can tell which report counts.
      if (runs === 6) return last;
      if (runs === 7)
        return zipSync({ "report.json": Buffer.from("{}"), "../report.json": Buffer.from("{}") });
      last = zip;
      return zip;
    });
  }

  it("keeps what the jobs measured and CI let pass, and ends everything else by its name", async () => {
    expect(ends(world.events)).toMatchInlineSnapshot(`
      [
        "0 accepted 5: Measured on the untouched branch.",
        "1 accepted 6: Better than the best so far. CI is green (1 check).",
        "2 error: The run was lost: The workflow run failed in the job "Autoloop evaluate", in its step "Fail".",
        "3 accepted 1002: Better than the best so far. CI is green (1 check).",
        "4 error: The run was lost: The workflow run left a report of another run.",
        "5 error: The run was lost: The report's archive holds a file whose name is no plain relative path.",
        "6 accepted 1003: Better than the best so far. CI is green (1 check).",
      ]
    `);
    for (const iteration of [2, 4, 5]) {
      const [, reason = ""] = /error: The run was lost: (.*)/.exec(ends(world.events)[iteration] ?? "") ?? [];
      expect(await told(issue, iteration)).toContain(reason);
    }
    expect(await stage.reading.file(canonicalBranch(NAME), "src/value.txt")).toBe("1003\n");
  });

  it("leaves everything whole, with one workflow run for each start and its nonce in the title", async () => {
    await expectWhole(stage, world);
    const runs = await workflowRuns(stage);
    const nonces = runs.map(({ display_title }) => parseRunTitle(display_title)?.nonce);
    expect(nonces).toEqual(starts(world.events).map(({ nonce }) => nonce));
    expect(runs.map(({ conclusion, run_attempt }) => [conclusion, run_attempt])).toEqual(
      runs.map((_, index) => [index === 2 ? "failure" : "success", 1]),
    );
  });

  it("repairs within its iteration what CI refuses: two commits, one comment", async () => {
    const third = starts(world.events).filter(({ iteration }) => iteration === 3);
    expect(third.map(({ kind, attempt }) => [kind, attempt])).toEqual([
      ["improve", 1],
      ["fix", 2],
    ]);
    const subjects = world.commits.map(({ commit }) => / Iteration .*?:/.exec(commit.message)?.[0]);
    expect(subjects).toEqual([" Iteration 6:", " Iteration 3, fix 1:", " Iteration 3:", " Iteration 1:"]);
    expect(await told(issue, 3)).toContain("1002");
  });

  it("asks for what the file on the memory branch says", async () => {
    const request = decodeRunFile(await stage.reading.file(MEMORY_BRANCH, memoryPath.request(NAME)));
    const { nonce, base, kind, iteration } = starts(world.events).at(-1) ?? {};
    expect(request).toMatchObject({ nonce, base, kind, iteration, program: NAME, agentCommand: null });
    expect(request.prompt).toContain("src/value.txt");
  });

  it("counts no job of its own as CI, neither a green nor a red one", async () => {
    const [first] = await workflowRuns(stage);
    const onMain = await checksOf(stage, "main");
    expect(first?.head_sha).toBe(onMain.head);
    expect(new Set(onMain.checks.map(({ name, conclusion }) => `${name} ${conclusion}`))).toEqual(
      new Set([
        "Autoloop propose success",
        "Autoloop evaluate success",
        "Autoloop evaluate failure",
        "ci / test success",
      ]),
    );
    for (const { sha } of world.commits) {
      const names = (await checksOf(stage, sha)).checks.map(({ name }) => name);
      expect(names.filter((name) => name !== ownCheckName(NAME))).toEqual(["ci / test"]);
    }
  });

  it("shows nothing of the app to a job, and the agent's key to the agent alone", async () => {
    const logs = await jobLogs(stage);
    const texts = [
      ...logs,
      await stage.note("agent.env"),
      await stage.note("evaluation.env"),
      await stage.reading.file(MEMORY_BRANCH, memoryPath.request(NAME)),
      ...world.segments.map(({ text }) => text),
      ...world.commits.map(({ commit }) => commit.message),
      // Everything that the app sent to change something, the inputs of the workflow among it.
      ...stage.gate.writes.map(({ line, text }) => `${line} ${text}`),
    ];
    expect(texts.filter((text) => /\/dispatches .*"inputs"/.test(text))).not.toEqual([]);
    const key = stage.sandbox.privateKey.split("\n")[5] ?? "";
    for (const text of texts) {
      for (const canary of [CLOUD_SECRET, stage.sandbox.webhookSecret, key])
        expect(text).not.toContain(canary);
      expect(text).not.toMatch(/\bgh[a-z]_\w/);
    }
    const [nonce = ""] = starts(world.events).map((start) => start.nonce);
    expect(logs.join("\n")).toContain(`AUTOLOOP_NONCE=${nonce}`);
    expect(texts.filter((text) => text.includes(AGENT_KEY))).toEqual([await stage.note("agent.env")]);
    expect(await stage.note("agent.env")).not.toMatch(/^(?:GITHUB|ACTIONS|RUNNER)_(?!TRACKING)/m);
    expect(await stage.note("evaluation.env")).not.toMatch(/^(?:GITHUB|ACTIONS|RUNNER|AGENT)_(?!TRACKING)/m);
  });
});

describe("an app that is killed, paused and late", () => {
  /** Begins, and raises the value when its iteration may go on. */
  const agent = (notes: string) => `
${ITERATION}
echo "$$" >> ${notes}/started
until [ -e ${notes}/go-$iteration ]; do sleep 0.05; done
${RAISE}`;
  const begun = (count: number) =>
    until(
      () => `${count} agents have begun\n${stage.output().slice(-6_000)}`,
      async () => (await stage.agentsBegun()) >= count,
    );

  it("starts no run twice, cancels one that nobody waits for, and names what became of the others", async () => {
    stage = await Stage.open({
      agent,
      environment: ON_ACTIONS,
      files: { ...workflowFile(), ".github/autoloop.yml": "ci: none\n" },
    });
    const { actions } = stage.sandbox;
    const maintainer = stage.person("maintainer");
    const first = await stage.start();
    const issue = await stage.openProgram("Number", program({ frontmatter: "max-iterations: 4" }));

    // 1: killed after GitHub took the order, before its answer came.
    await stage.gate.after(
      ({ line, text }) => line.endsWith("/dispatches") && text.includes('"iteration":"1"'),
      () => first.stop("SIGKILL"),
    );
    const second = await stage.start();
    await begun(1);
    await stage.leave("go-1");

    // 2: paused while its agent works.
    await begun(2);
    await untilReacted(stage, await maintainer.says(issue, "/autoloop pause"));
    await untilState(
      stage,
      NAME,
      "is paused",
      (state) => state.status === "paused" && state.in_flight === null,
    );
    expect((await untilRun(stage, 3)).conclusion).toBe("cancelled");
    const pid = Number((await stage.note("started")).trim().split("\n").at(-1));
    // It was killed before the run ended; a busy kernel buries it a little later.
    await expect.poll(() => isAlive(pid)).toBe(false);
    await untilReacted(stage, await maintainer.says(issue, "/autoloop resume"));

    // 3: a person runs it again before the app has seen its end.
    await begun(3);
    await second.stop("SIGKILL");
    await stage.leave("go-3");
    const { id } = await untilRun(stage, 4);
    expect(await maintainer.tries("POST", `/actions/runs/${id}/rerun`)).toBe(201);
    await stage.sandbox.settled();
    const third = await stage.start();

    // 4: its report never arrives.
    await begun(5);
    actions.onUpload((name, zip) => (name.startsWith("autoloop-report-") ? null : zip));
    await stage.leave("go-4");
    await untilRun(stage, 5);
    await third.stop("SIGKILL");
    minutesLater(stage);
    await stage.start();
    await completed(stage, issue);

    const world = await readWorld(stage, issue, NAME);
    await expectWhole(stage, world);
    expect(ends(world.events)).toMatchInlineSnapshot(`
      [
        "0 accepted 5: Measured on the untouched branch.",
        "1 accepted 6: Better than the best so far. CI is not asked for.",
        "2 error: Stopped before it ended. The program was paused.",
        "3 error: The run was lost: Somebody ran the workflow run again. Only the first attempt counts.",
        "4 error: The run was lost: The workflow run ended well but left no report.",
      ]
    `);
    const runs = await workflowRuns(stage);
    expect(runs.map(({ conclusion, run_attempt }) => `${conclusion} ${run_attempt}`)).toEqual([
      ...["success 1", "success 1", "cancelled 1", "success 2", "success 1"],
    ]);
    expect(runs.map(({ display_title }) => parseRunTitle(display_title)?.nonce)).toEqual(
      starts(world.events).map(({ nonce }) => nonce),
    );
    expect(await told(issue, 2)).toContain("The program was paused.");
    expect(await told(issue, 3)).toContain(
      "Somebody ran the workflow run again. Only the first attempt counts.",
    );
    expect(await told(issue, 4)).toContain("The workflow run ended well but left no report.");
  });
});

describe("a repository whose only green checks are the jobs of Autoloop", () => {
  it("has no CI, and keeps nothing until there is some", async () => {
    stage = await Stage.open({
      environment: { ...ON_ACTIONS, AUTOLOOP_CI_GRACE_SECONDS: "1" },
      files: workflowFile(),
      ci: "off",
    });
    await stage.start();
    const issue = await stage.openProgram("Number", program({ frontmatter: "max-iterations: 1" }));
    const paused = await untilState(stage, NAME, "is paused", ({ status }) => status === "paused");
    expect(paused).toMatchObject({
      pause: { kind: "ci-missing" },
      best: { metric: 5 },
      in_flight: { number: 1 },
    });
    const onMain = (await checksOf(stage, "main")).checks;
    expect(onMain.map(({ name, conclusion, app }) => `${app.slug} ${name} ${conclusion}`).toSorted()).toEqual(
      [
        ...["github-actions Autoloop evaluate success", "github-actions Autoloop evaluate success"],
        ...["github-actions Autoloop propose success", "github-actions Autoloop propose success"],
      ],
    );
    const { head, checks } = await checksOf(stage, canonicalBranch(NAME));
    expect(checks).toEqual([]);
    const check = { name: "test", head_sha: head, status: "completed", conclusion: "success" };
    expect(await stage.otherApp.tries("POST", "/check-runs", check)).toBe(201);
    await completed(stage, issue);
    expect(ends(await eventsOf(stage, NAME)).at(-1)).toMatch(/^1 accepted 6: .*CI is green \(1 check\)\.$/);
  });
});
