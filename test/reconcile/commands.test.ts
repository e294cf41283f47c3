import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/plan/people/commands.ts";
import { STATUS_MARKER } from "../../src/text/format/markers.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";

const HOUR = 3_600_000;

/** A program that has its baseline and one improvement, a while ago. */
async function running(loop = new Loop()): Promise<{ loop: Loop; issue: number }> {
  loop.github.permissions.set("helper", "triage");
  const issue = loop.openProgram();
  await loop.settle(issue);
  await loop.clock.advance(5_000);
  return { loop, issue };
}

/** Writes a comment, lets the app act, and returns the comment's id. */
async function says(loop: Loop, issue: number, login: string, body: string): Promise<number> {
  const comment = loop.github.comment(issue, login, body);
  await loop.settle(issue);
  await loop.clock.advance(2_000);
  return comment;
}

function reactions(loop: Loop, issue: number, comment: number): readonly string[] {
  return loop.github.comments(issue).find(({ id }) => id === comment)?.reactions ?? [];
}

function answers(loop: Loop, issue: number): readonly string[] {
  return loop.own(issue, "<!-- autoloop:v1 answer");
}

function heard(loop: Loop) {
  return decodeEvents(loop.github.memoryFile("journal/carton/000001.jsonl") ?? "").flatMap((event) =>
    event.type === "command.received" ? [event] : [],
  );
}

/** Runs that end only when a test says so, but the baseline's. */
function slow(): FakeExecutor {
  return new FakeExecutor((request) => (request.kind === "baseline" ? aReport(request, 760) : "running"));
}

describe(commands, () => {
  it("runs an iteration at once, whatever the schedule says", async () => {
    const { loop, issue } = await running();
    const comment = await says(loop, issue, "writer", "/autoloop run");
    expect(loop.executor.started).toHaveLength(3);
    expect(loop.state()).toMatchObject({ requested: null, best: { metric: 740 } });
    expect(reactions(loop, issue, comment)).toEqual(["rocket"]);
    await loop.settle(issue);
    expect(loop.executor.started).toHaveLength(3);
  });

  it("queues a run once while an iteration is in flight", async () => {
    const executor = slow();
    const { loop, issue } = await running(new Loop({ executor }));
    await says(loop, issue, "writer", "/autoloop run");
    await says(loop, issue, "maintainer", "/autoloop run");
    expect(executor.started).toHaveLength(2);
    expect(loop.state().requested).toMatchObject({ by: "writer" });
    const [first] = executor.started.slice(-1);
    if (first !== undefined) executor.finish(first, aReport(first, 750));
    await loop.settle(issue);
    await loop.settle(issue);
    expect(executor.started).toHaveLength(3);
    expect(loop.state().requested).toBeNull();
  });

  it("pauses at once: what is in flight is neither committed nor lost, and goes on at resume", async () => {
    const executor = slow();
    const { loop, issue } = await running(new Loop({ executor }));
    const comment = await says(loop, issue, "helper", "/autoloop pause until the release");
    expect(loop.state()).toMatchObject({
      status: "paused",
      pause: { kind: "command", reason: "until the release", by: { login: "helper", permission: "triage" } },
    });
    expect(reactions(loop, issue, comment)).toEqual(["+1"]);
    expect(loop.own(issue, "until the release").length).toBeGreaterThan(0);

    const [run] = executor.started.slice(-1);
    if (run !== undefined) executor.finish(run, aReport(run, 750));
    await loop.hours(issue, 30);
    expect(loop.github.branches()).not.toHaveProperty("autoloop/carton");
    expect(loop.state().in_flight).toMatchObject({ number: 1 });

    await says(loop, issue, "writer", "/autoloop resume");
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 750, iteration: 1 } });
  });

  it("lets a person's pause hold where CI would have ended the app's own", async () => {
    const loop = new Loop({ green: false });
    const issue = loop.openProgram();
    await loop.settle(issue);
    await loop.clock.advance(loop.policy.ciGraceMs);
    await loop.settle(issue);
    await says(loop, issue, "writer", "/autoloop pause");
    loop.paint("success");
    await loop.hours(issue, 2);
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "command" } });
    await says(loop, issue, "writer", "/autoloop resume");
    expect(loop.state().best).toMatchObject({ metric: 750 });
  });

  it("stops, cleans up, and starts again at resume or run", async () => {
    const executor = slow();
    const { loop, issue } = await running(new Loop({ executor }));
    await says(loop, issue, "helper", "/autoloop stop");
    expect(loop.state()).toMatchObject({ status: "stopped", in_flight: null });
    expect(executor.disposed.size).toBe(2);
    await loop.hours(issue, 3);
    expect(executor.started).toHaveLength(2);
    await says(loop, issue, "writer", "/autoloop resume");
    expect(loop.state()).toMatchObject({ status: "active", run: { trigger: "command" } });
    await says(loop, issue, "writer", "/autoloop stop");
    await says(loop, issue, "writer", "/autoloop run");
    expect(loop.state().status).toBe("active");
  });

  it("says what to do instead where the label is off", async () => {
    const { loop, issue } = await running();
    loop.github.removeLabel(issue, "autoloop-program");
    await loop.settle(issue);
    const comment = await says(loop, issue, "writer", "/autoloop resume");
    expect(loop.state().status).toBe("stopped");
    expect(reactions(loop, issue, comment)).toEqual(["confused"]);
    expect(answers(loop, issue)[0]).toContain("put the label on");
  });

  it("retries after errors: goes on and runs at once", async () => {
    const disk: { full: boolean } = { full: true };
    const executor = new FakeExecutor((request) =>
      disk.full && request.kind !== "baseline"
        ? aReport(request, 0, { outcome: "failed", problem: "no space left", measurement: null })
        : aReport(request, 760 - 10 * request.iteration),
    );
    const { loop, issue } = await running(new Loop({ executor }));
    await loop.hours(issue, 4);
    expect(loop.state().pause).toMatchObject({ kind: "errors" });
    disk.full = false;
    await says(loop, issue, "writer", "/autoloop retry");
    expect(loop.state()).toMatchObject({ status: "active", recent: { length: 5 } });
    expect(loop.state().recent.at(-1)?.verdict).toBe("accepted");
  });

  it("gives free text to exactly one iteration, which starts at once", async () => {
    const { loop, issue } = await running();
    const comment = await says(loop, issue, "writer", "/autoloop try a deeper carton");
    await loop.hours(issue, 1);
    const [first, second] = loop.executor.started.slice(-2);
    expect(first?.prompt).toContain("try a deeper carton");
    expect(first?.context).toMatchObject({ steering: [{ comment, by: "writer", new: true }] });
    expect(second?.prompt).not.toContain("deeper carton");
    expect(
      loop
        .state()
        .recent.slice(-2)
        .map(({ steered_by }) => steered_by.map((one) => one.comment)),
    ).toEqual([[comment], []]);
    expect(reactions(loop, issue, comment)).toEqual(["rocket"]);
  });

  it("keeps an instruction for later while the program is paused, and drops one that was deleted", async () => {
    const { loop, issue } = await running();
    await says(loop, issue, "writer", "/autoloop pause");
    await says(loop, issue, "writer", "/autoloop make it red");
    const deleted = await says(loop, issue, "writer", "/autoloop make it blue");
    expect(answers(loop, issue)).toHaveLength(2);
    expect(answers(loop, issue)[0]).toContain("/autoloop resume");
    loop.github.deleteComment(issue, deleted);
    await says(loop, issue, "writer", "/autoloop resume");
    const prompt = loop.executor.started.at(-1)?.prompt ?? "";
    expect(prompt).toContain("make it red");
    expect(prompt).not.toContain("make it blue");
  });

  it("sets what counts instead of the text, shows it, and takes it back", async () => {
    const { loop, issue } = await running();
    await says(loop, issue, "writer", "/autoloop set target-metric 745");
    expect(loop.own(issue, STATUS_MARKER)[0]).toContain("`target-metric`: `745` by `writer`");
    await loop.hours(issue, 1);
    expect(loop.state()).toMatchObject({ status: "completed", epoch: 1, best: { metric: 740 } });

    await says(loop, issue, "writer", "/autoloop set target-metric default");
    expect(loop.state().overrides).toEqual([]);
  });

  it.each([
    ["target-metric soon", "a finite number"],
    ["schedule every 0m", "schedule"],
    ["metric-direction higher", "edit the text of the issue instead"],
    ["gates x", "edit the text of the issue instead"],
    ["colour red", "There is no such setting"],
  ])("refuses `set %s` with one short answer", async (words, expected) => {
    const { loop, issue } = await running();
    const comment = await says(loop, issue, "writer", `/autoloop set ${words}`);
    expect(loop.state().overrides).toEqual([]);
    expect(reactions(loop, issue, comment)).toEqual(["confused"]);
    expect(answers(loop, issue)).toHaveLength(1);
    expect(answers(loop, issue)[0]).toContain(expected);
  });

  it("takes an approval that is newer than the text, and none that is older", async () => {
    const loop = new Loop();
    const issue = loop.github.openIssue({
      title: "Carton",
      body: PROGRAM_TEXT,
      author: "stranger",
      labels: ["autoloop-program"],
    });
    await loop.settle(issue);
    await loop.clock.advance(2_000);
    await says(loop, issue, "helper", "/autoloop approve");
    expect(loop.executor.started).toEqual([]);
    const approval = await says(loop, issue, "writer", "/autoloop approve");
    expect(loop.state().definition?.approved_by).toMatchObject({ login: "writer", permission: "write" });
    expect(reactions(loop, issue, approval)).toEqual(["+1"]);

    const hash = loop.state().definition?.hash;
    loop.github.editIssue(issue, "stranger", { body: PROGRAM_TEXT.replace("less", "much less") });
    await loop.hours(issue, 1);
    expect(loop.state().definition?.hash).toBe(hash);
    await says(loop, issue, "writer", "/autoloop approve");
    expect(loop.state().definition?.hash).not.toBe(hash);
  });

  it("asks back where a word is nearly a command", async () => {
    const { loop, issue } = await running();
    const comment = await says(loop, issue, "writer", "/autoloop resum");
    expect(loop.state().status).toBe("active");
    expect(reactions(loop, issue, comment)).toEqual(["confused"]);
    expect(answers(loop, issue)[0]).toContain("Did you mean `/autoloop resume`?");
  });

  it("answers status, doctor and help each below its question", async () => {
    const { loop, issue } = await running();
    await says(loop, issue, "helper", "/autoloop status");
    expect(answers(loop, issue)[0]).toContain("Status of carton");
    await loop.hours(issue, 1);
    await says(loop, issue, "writer", "/autoloop doctor");
    expect(answers(loop, issue)[1]).toContain("**CI:** at least one check");
    await says(loop, issue, "writer", "/autoloop help");
    expect(answers(loop, issue)).toHaveLength(3);
    expect(answers(loop, issue)[2]).toContain("/autoloop set KEY VALUE");
  });

  it("hides the older answer to the same question, once, and no other", async () => {
    const { loop, issue } = await running();
    const hidden = () =>
      loop.github
        .comments(issue)
        .filter(({ body }) => body.startsWith("<!-- autoloop:v1 answer"))
        .map(({ minimised }) => minimised);
    await says(loop, issue, "helper", "/autoloop status");
    await says(loop, issue, "writer", "/autoloop doctor");
    expect(hidden()).toEqual([false, false]);
    await says(loop, issue, "writer", "/autoloop status");
    expect(hidden()).toEqual([true, false, false]);
    const first = loop.github.comments(issue).find(({ minimised }) => minimised)?.id ?? 0;
    loop.github.minimiseComment(issue, first, false);
    await says(loop, issue, "writer", "/autoloop status");
    expect(hidden()).toEqual([false, false, true, false]);
    expect(loop.github.comments(issue).find(({ body }) => body.startsWith(STATUS_MARKER))?.minimised).toBe(
      false,
    );
  });

  it("hears a box that is ticked in the moment in which the app writes the status comment anew", async () => {
    const { loop, issue } = await running();
    const read = <T>(name: string): T =>
      JSON.parse(readFileSync(`fixtures/reading/45-tick-during-an-edit/${name}.json`, "utf8"));
    const { status, by } = read<{ readonly status: string; readonly by: string }>("expected");
    const { forge } = loop.github;
    const edit = forge.editComment.bind(forge);
    let isTicked = false;
    forge.editComment = async (...given) => {
      const [, id] = given;
      const before = loop.github.comments(issue).find((comment) => comment.id === id)?.body ?? "";
      if (before.startsWith(STATUS_MARKER) && !isTicked) {
        isTicked = true;
        const [, box = "", ticked = ""] = read<readonly string[]>("steps");
        const body = before.replace(box, ticked);
        loop.github.editComment(issue, id, "writer", body);
      }
      return edit(...given);
    };
    await loop.hours(issue, 1);
    await loop.settle(issue);
    expect(isTicked).toBe(true);
    expect(loop.state()).toMatchObject({ status, pause: { by: { login: by } } });
  });

  it.each([
    ["helper", "/autoloop resume"],
    ["helper", "/autoloop run"],
    ["helper", "/autoloop make it red"],
    ["helper", "/autoloop set ci none"],
    ["helper", "/autoloop approve"],
  ])("refuses %s's `%s` with one reaction and a journal line, and no comment", async (login, body) => {
    const { loop, issue } = await running();
    const before = loop.github.comments(issue).length;
    const comment = await says(loop, issue, login, body);
    await loop.settle(issue);
    expect(reactions(loop, issue, comment)).toEqual(["confused"]);
    expect(loop.github.comments(issue)).toHaveLength(before + 1);
    expect(heard(loop)).toMatchObject([
      { comment, by: { login }, outcome: "refused", reason: null, text: "" },
    ]);
    expect(loop.state()).toMatchObject({ status: "active", overrides: [], requested: null });
    expect(loop.executor.started).toHaveLength(2);
  });

  it.each(["status", "pause", "puase", "run"])("writes nothing for a stranger's `%s`", async (words) => {
    const { loop, issue } = await running();
    const { length } = loop.github.writes;
    await says(loop, issue, "stranger", `/autoloop ${words}`);
    await loop.hours(issue, 0);
    loop.restart();
    await loop.settle(issue);
    expect(loop.github.writes).toHaveLength(length);
    expect(loop.executor.started).toHaveLength(2);
  });

  it("lets the issue's author without any role pause and stop it, and not start it", async () => {
    const loop = new Loop();
    const issue = loop.github.openIssue({ title: "Carton", body: PROGRAM_TEXT, author: "stranger" });
    await loop.clock.advance(2_000);
    loop.github.addLabel(issue, "maintainer", "autoloop-program");
    await loop.settle(issue);
    await loop.clock.advance(2_000);
    await says(loop, issue, "stranger", "/autoloop pause");
    expect(loop.state().status).toBe("paused");
    await says(loop, issue, "stranger", "/autoloop resume");
    expect(loop.state().status).toBe("paused");
    await says(loop, issue, "stranger", "/autoloop stop");
    expect(loop.state().status).toBe("stopped");
  });

  it("counts a command that was edited into a comment later once, and needs everybody behind it", async () => {
    const { loop, issue } = await running();
    const own = await says(loop, issue, "writer", "Nice.");
    loop.github.editComment(issue, own, "writer", "/autoloop pause");
    await loop.settle(issue);
    await loop.settle(issue);
    expect(heard(loop)).toHaveLength(1);
    expect(loop.state().status).toBe("paused");
    const strange = await says(loop, issue, "stranger", "Nice.");
    loop.github.editComment(issue, strange, "writer", "/autoloop resume");
    await loop.settle(issue);
    expect(loop.state().status).toBe("paused");
    expect(heard(loop).at(-1)).toMatchObject({ outcome: "refused" });
  });

  it("hears no bot, not itself, no account that is gone, and nothing from before the adoption", async () => {
    const loop = new Loop();
    const issue = loop.openProgram();
    loop.github.comment(issue, "writer", "/autoloop stop");
    await loop.clock.advance(2_000);
    await loop.settle(issue);
    await loop.clock.advance(2_000);
    for (const login of ["helpful[bot]", loop.github.self, null])
      loop.github.comment(issue, login, "/autoloop pause");
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({ status: "active", commands: [] });
  });

  it("hears ten commands that came at once, in their order, each once", async () => {
    const { loop, issue } = await running();
    const verbs = [
      "pause",
      "resume",
      "set min-delta 1",
      "run",
      "stop",
      "resume",
      "pause x",
      "retry",
      "status",
    ];
    for (const verb of [...verbs, "set repeat 3"]) loop.github.comment(issue, "writer", `/autoloop ${verb}`);
    await loop.settle(issue);
    expect(heard(loop).map(({ outcome }) => outcome)).toEqual([
      "done",
      "done",
      "done",
      "queued",
      "done",
      "done",
      "done",
      "queued",
      "done",
      "done",
    ]);
    expect(loop.state()).toMatchObject({
      status: "active",
      overrides: [
        { key: "min-delta", value: "1" },
        { key: "repeat", value: "3" },
      ],
    });
    const writes = loop.github.writes.length;
    loop.restart();
    await loop.reconcile(issue);
    expect(loop.github.writes).toHaveLength(writes);
  });

  it("hears a burst that is longer than one look", async () => {
    const { loop, issue } = await running();
    for (let n = 0; n < 50; n += 1) loop.github.comment(issue, "writer", `/autoloop set min-delta ${n}`);
    await loop.settle(issue);
    expect(heard(loop)).toHaveLength(50);
    expect(loop.state().overrides).toMatchObject([{ key: "min-delta", value: "49" }]);
  });

  it("obeys a command that names it, and says so where nobody has the name", async () => {
    const { loop, issue } = await running();
    await says(loop, issue, "writer", "/autoloop carton: pause");
    expect(loop.state().status).toBe("paused");
    await says(loop, issue, "writer", "/autoloop kettle: resume");
    expect(loop.state().status).toBe("paused");
    expect(answers(loop, issue)[0]).toContain(
      "There is no program `kettle` here. Programs of this repository: `carton`.",
    );
  });
});

describe("check boxes of the status comment", () => {
  async function tick(loop: Loop, issue: number, login: string, box: string): Promise<void> {
    const comment = loop.github.comments(issue).find(({ body }) => body.includes(STATUS_MARKER));
    const line = `- [ ] <!-- autoloop:${box} -->`;
    if (comment === undefined || !comment.body.includes(line)) throw new Error(`no box ${box}`);
    loop.github.editComment(issue, comment.id, login, comment.body.replace(line, line.replace("[ ]", "[x]")));
    await loop.settle(issue);
    await loop.clock.advance(2_000);
  }

  it("act for somebody with write access, and are unticked", async () => {
    const { loop, issue } = await running();
    await tick(loop, issue, "writer", "run-now");
    expect(loop.executor.started).toHaveLength(3);
    await tick(loop, issue, "writer", "pause");
    expect(loop.state()).toMatchObject({ status: "paused", pause: { by: { login: "writer" } } });
    await tick(loop, issue, "writer", "resume");
    expect(loop.state().status).toBe("active");
    expect(loop.own(issue, STATUS_MARKER)[0]).not.toContain("[x]");
    await tick(loop, issue, "writer", "pause");
    expect(loop.state().status).toBe("paused");
  });

  it("are only unticked for anybody else", async () => {
    const { loop, issue } = await running();
    await tick(loop, issue, "helper", "pause");
    expect(loop.state().status).toBe("active");
    expect(loop.own(issue, STATUS_MARKER)[0]).not.toContain("[x]");
  });
});

describe("a crash while commands are heard", () => {
  async function live(loop: Loop): Promise<number> {
    const issue = loop.openProgram();
    await through(loop, issue);
    await loop.clock.advance(5_000);
    for (const body of ["/autoloop set min-delta 1", "/autoloop resum", "/autoloop make it red"])
      loop.github.comment(issue, "writer", body);
    loop.github.comment(issue, "stranger", "/autoloop stop");
    await through(loop, issue);
    await loop.clock.advance(5_000);
    loop.github.comment(issue, "writer", "/autoloop pause");
    await through(loop, issue);
    await loop.clock.advance(HOUR);
    loop.github.comment(issue, "writer", "/autoloop resume");
    await through(loop, issue);
    return issue;
  }

  async function through(loop: Loop, issue: number): Promise<void> {
    for (let round = 0; round < 30; round += 1) {
      const before = loop.github.writes.length + loop.executor.started.length;
      const outcome = await loop.reconcile(issue);
      if (outcome.kind === "retry" || (outcome.kind === "again" && outcome.ms === 15 * 60_000))
        loop.restart();
      else if (before === loop.github.writes.length + loop.executor.started.length) return;
    }
    throw new Error("the loop does not come to rest");
  }

  function world(loop: Loop, issue: number): unknown {
    const { status, overrides, counts, commands: known, requested } = loop.state();
    return {
      ...{ status, overrides, counts, requested },
      heard: known.map(({ comment: _, hash: __, ...one }) => one),
      reactions: loop.github
        .comments(issue)
        .flatMap((one) => (one.reactions.length > 0 ? [one.reactions] : [])),
      answers: answers(loop, issue).length,
      comments: loop.github.comments(issue).length,
      steered: loop.state().recent.map(({ steered_by }) => steered_by.length),
    };
  }

  it("before or after any write changes nothing in the end", async () => {
    const clean = new Loop();
    const expected = world(clean, await live(clean));
    expect(expected).toMatchObject({ status: "active", answers: 1, counts: { accepted: 3 } });
    const writes = clean.github.writes.length;
    for (const when of ["crashBeforeWrite", "crashAfterWrite"] as const) {
      for (let n = 1; n <= writes; n += 1) {
        const loop = new Loop();
        loop.github.faults[when](n);
        const issue = await live(loop);
        expect(world(loop, issue), `${when} ${n} of ${writes}`).toEqual(expected);
      }
    }
  });
});
