import { describe, expect, it } from "vitest";
import type { Permission } from "../../../src/domain/authority.ts";
import { STEERING_CHARACTERS } from "../../../src/domain/limits.ts";
import type { CommentView, IssueView } from "../../../src/domain/repository/view.ts";
import { askedForCommands, commands } from "../../../src/plan/people/commands.ts";
import { commandHash } from "../../../src/text/command/command-hash.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { accountId } from "../../support/github/fake-records.ts";
import { type JournalBuilder, MAINTAINER } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, type Deviation, programText } from "../../support/plan/observation.ts";
import { HOUR, planned, typesOf } from "../../support/plan/planned.ts";
import { ruled } from "../../support/plan/ruled.ts";
import { own, said } from "../../support/plan/view-parts.ts";

/** After everything in the builder's journals. */
const NOW = "2026-01-01T00:40:00Z";
const EARLIER = "2025-12-31T12:00:00Z";

const permissions: Readonly<Record<string, Permission>> = {
  stranger: "none",
  reader: "read",
  author: "none",
  helper: "triage",
  writer: "write",
  maria: "maintain",
  admin: "admin",
};

/** A comment written now; of several, each its own. */
function says(login: string, body: string, change: Partial<CommentView> = {}): CommentView {
  return said(login, body, { createdAt: NOW, updatedAt: NOW, ...change });
}

/** Somebody else's issue, and what is said on it. */
function heardOn(journal: JournalBuilder, comments: readonly CommentView[], change: Deviation = {}) {
  const issue = { author: { login: "author", type: "User" as const } };
  return planned({ journal, permissions, issue, comments, ...change });
}

/** What became of the commands, in the order in which they were heard. */
function outcomes(comments: readonly CommentView[], journal = aKeptProgram(), change: Deviation = {}) {
  return heardOn(journal, comments, change).events.flatMap((event) =>
    event.type === "command.received" ? [event.outcome] : [],
  );
}

/** Types of the events that follow from one command of a writer, without the one that says it was heard. */
function follows(words: string, journal = aKeptProgram()): readonly string[] {
  const { events } = heardOn(journal, [says("writer", `/autoloop ${words}`)]);
  return typesOf(events).filter((type) => type !== "command.received");
}

/** The status comment as somebody left it with a box ticked. */
function ticked(journal: JournalBuilder, login: string, box: string): readonly CommentView[] {
  const { view } = anObservation({ journal });
  const [status, ...rest] = view.comments;
  const [empty, full] = [" ", "x"].map((mark) => `[${mark}] <!-- autoloop:${box} -->`) as [string, string];
  if (status?.body.includes(empty) !== true) throw new Error(`no box ${box}`);
  const body = status.body.replace(empty, full);
  return [{ ...own(body, status.id), edited: { login, at: NOW } }, ...rest];
}

describe(`${commands.name}: the permission matrix`, () => {
  const WRITERS = ["writer", "maria", "admin"];
  const INVOLVED = ["author", "helper", ...WRITERS];
  const running = () => aKeptProgram();
  const paused = () => aKeptProgram().paused("plateau");
  const tampered = () => aKeptProgram().paused("tampered");
  const ROWS: readonly (readonly [string, () => JournalBuilder, readonly string[]])[] = [
    ["status", running, INVOLVED],
    ["doctor", running, INVOLVED],
    ["help", running, INVOLVED],
    ["puase", running, INVOLVED],
    ["set ci", running, INVOLVED],
    ["pause", running, INVOLVED],
    ["stop", running, INVOLVED],
    ["approve", running, WRITERS],
    ["resume", paused, WRITERS],
    ["run", running, WRITERS],
    ["retry", paused, WRITERS],
    ["use less glue", running, WRITERS],
    ["set min-delta 1", running, WRITERS],
    ["resume", tampered, ["maria", "admin"]],
    ["retry", tampered, ["maria", "admin"]],
  ];
  const CELLS = ROWS.flatMap(([words, journal, may]) =>
    Object.keys(permissions).map((login) => ({
      ...{ words, login, journal: journal(), may: may.includes(login) },
    })),
  );

  it.each(CELLS)("`$words` by $login: $may", ({ words, login, journal, may }) => {
    const { events, says: done } = heardOn(journal, [says(login, `/autoloop ${words}`)]);
    if (!INVOLVED.includes(login)) {
      expect([events, done]).toEqual([[], []]);
      return;
    }
    expect(events[0]).toMatchObject({
      type: "command.received",
      by: { login, permission: permissions[login] },
      hash: sha256(`/autoloop ${words}`),
      written_at: NOW,
      text: may ? `/autoloop ${words}` : "",
    });
    const refused = events[0]?.type === "command.received" && events[0].outcome === "refused";
    expect(refused).toBe(!may);
    if (refused)
      expect([typesOf(events), done.slice(1)]).toEqual([
        ["command.received"],
        ["react with confused to comment 5000"],
      ]);
  });

  it.each(Object.keys(permissions))("a box ticked by %s", (login) => {
    const comments = ticked(aKeptProgram(), login, "pause");
    const { events, actions } = heardOn(aKeptProgram(), comments, { shown: false });
    const may = WRITERS.includes(login);
    const refused = INVOLVED.includes(login) ? ["command.received"] : [];
    expect(typesOf(events)).toEqual(may ? ["command.received", "loop.pause"] : refused);
    const edit = actions.find((action) => action.type === "comment.edit" && action.what === "status comment");
    expect(edit).toMatchObject({ body: expect.not.stringContaining("[x]") });
  });
});

describe(`${commands.name}: the lock after the journal was changed`, () => {
  /** Locked at 00:13, stopped a minute later, and switched on. */
  const stopped = () =>
    aKeptProgram().paused("tampered").event({ type: "loop.stop", reason: "So.", by: null });
  const LOCK = aKeptProgram().paused("tampered").state.pause?.at ?? "";
  const on = { issue: { labels: ["autoloop-program"] } };
  const result = (login: string, words: string, journal = stopped(), at = NOW) => {
    const { events } = heardOn(journal, [says(login, `/autoloop ${words}`, { createdAt: at })], on);
    const [heard, ...others] = events;
    return [heard?.type === "command.received" ? heard.outcome : null, ...typesOf(others)];
  };

  it.each([
    ["run", ["queued", "loop.start", "run.requested"]],
    ["use less glue", ["queued", "loop.start", "run.requested"]],
    ["resume", ["done", "loop.start"]],
  ])("is not undone by a stop: only who maintains may `%s` after it", (words, expected) => {
    expect(result("writer", words)).toEqual(["refused"]);
    expect(result("maria", words).slice(0, expected.length)).toEqual(expected);
  });

  it("is not undone by words older than it, stopped or not", () => {
    const before = new Date(Date.parse(LOCK) - 1_000).toISOString();
    for (const journal of [stopped(), aKeptProgram().paused("tampered")])
      expect(result("maria", "resume", journal, before)).toEqual(["unusable"]);
    expect(result("maria", "run", stopped(), before)).toEqual(["unusable"]);
    expect(result("maria", "resume", aKeptProgram().paused("tampered"), LOCK)[1]).toBe("loop.resume");
    expect(result("maria", "resume", aKeptProgram().paused(), before)[1]).toBe("loop.resume");
  });

  it("leaves everything else to whoever may", () => {
    const locked = aKeptProgram().paused("tampered");
    expect(result("writer", "run", locked)).toEqual(["queued", "run.requested"]);
    expect(result("helper", "stop", locked)).toEqual(["done", "loop.stop"]);
    expect(result("helper", "status")).toEqual(["done"]);
  });
});

describe(commands, () => {
  it("counts each comment once for what it says, however often it is looked at", () => {
    const pause = says("writer", "/autoloop pause");
    const journal = aKeptProgram().event({
      type: "command.received",
      comment: pause.id,
      by: MAINTAINER,
      hash: sha256(pause.body),
      written_at: NOW,
      text: pause.body,
      verb: "pause",
      outcome: "done",
      reason: null,
    });
    expect(outcomes([pause])).toEqual(["done"]);
    expect(outcomes([pause], journal)).toEqual([]);
    expect(outcomes([{ ...pause, body: "/autoloop stop" }], journal)).toEqual(["done"]);
  });

  it("hears them in the order in which they were written, whatever the order of the comments", () => {
    const at = (minute: number, id: number, words: string) =>
      says("writer", `/autoloop ${words}`, { id, createdAt: `2026-01-01T00:${minute}:00Z` });
    const { events } = heardOn(aKeptProgram(), [
      at(43, 1_000, "resume"),
      at(41, 1_001, "pause"),
      at(42, 1_002, "set repeat 3"),
    ]);
    expect(typesOf(events).filter((type) => type !== "command.received")).toEqual([
      "loop.pause",
      "program.set",
      "loop.resume",
    ]);
  });

  it("takes a burst in several looks", () => {
    const burst = Array.from({ length: 25 }, (_, n) =>
      says("writer", `/autoloop set repeat ${1 + (n % 9)}`, { id: 6_000 + n }),
    );
    const plan = heardOn(aKeptProgram(), burst);
    expect(plan.again).toBe(true);
    expect(typesOf(plan.events).filter((type) => type === "command.received")).toHaveLength(20);
  });

  it("waits for a role that is not known yet", () => {
    const comments = [says("newcomer", "/autoloop pause")];
    expect(outcomes(comments)).toEqual([]);
    const seen = anObservation({ comments });
    expect(askedForCommands(seen, aKeptProgram().state)).toEqual(["newcomer"]);
    expect(askedForCommands(seen, null)).toEqual([]);
  });

  it.each([
    ["an app", says("writer", "/autoloop stop", { author: { login: "writer", type: "Bot" } })],
    ["the app itself", own("/autoloop stop", 5_000)],
    ["an account that is gone", says("writer", "/autoloop stop", { author: null })],
    ["nobody who can be told", says("writer", "/autoloop stop", { edited: { login: null, at: NOW } })],
    ["somebody who wrote it before the adoption", says("writer", "/autoloop stop", { createdAt: EARLIER })],
    ["somebody who quotes it", says("writer", "> /autoloop stop")],
  ])("hears no command of %s", (_, comment) => {
    expect(outcomes([comment])).toEqual([]);
  });

  it("needs the right of both author and editor, and takes the editor for the one who said it", () => {
    const edited = (author: string, login: string) =>
      says(author, "/autoloop pause", { edited: { login, at: NOW } });
    expect(outcomes([edited("writer", "maria")])).toEqual(["done"]);
    expect(outcomes([edited("stranger", "maria")])).toEqual(["refused"]);
    expect(outcomes([edited("maria", "helper")])).toEqual(["done"]);
    expect(outcomes([edited("maria", "stranger")])).toEqual([]);
    const { events } = heardOn(aKeptProgram(), [edited("writer", "maria")]);
    expect(events[0]).toMatchObject({ by: { login: "maria" } });
  });

  it("is addressed by name, and asks back about a name that nobody has", () => {
    const here = heardOn(aKeptProgram(), [says("writer", "/autoloop Carton: pause")]);
    expect(typesOf(here.events)).toEqual(["command.received", "loop.pause"]);
    const there = heardOn(aKeptProgram(), [says("writer", "/autoloop tray: pause")]);
    expect(there.events).toMatchObject([
      {
        outcome: "unusable",
        reason: "There is no program `tray` here. Programs of this repository: `carton`.",
      },
    ]);
  });
});

describe(`${commands.name}: what they do`, () => {
  it.each(["resume", "retry"])(
    "does not unlock by a `%s` from before the lock, which the journal forgot",
    (words) => {
      const earlier = "2026-01-01T00:05:00Z";
      const before = says("maria", `/autoloop ${words}`, { createdAt: earlier, updatedAt: earlier });
      const { events } = heardOn(aKeptProgram().paused("tampered"), [before]);
      expect(typesOf(events)).toEqual(["command.received"]);
      expect(events[0]).toMatchObject({
        outcome: "unusable",
        reason: expect.stringContaining("before somebody changed"),
      });
    },
  );

  const stopped = () => aKeptProgram().event({ type: "loop.stop", reason: "Asked for.", by: null });
  const completed = () =>
    aKeptProgram(programText("target-metric: 750")).event({ type: "loop.complete", reason: "Reached." });

  it.each<readonly [string, string, JournalBuilder, readonly string[]]>([
    ["pause", "a running program", aKeptProgram(), ["loop.pause"]],
    ["pause", "one that paused by itself", aKeptProgram().paused("ci-missing"), ["loop.pause"]],
    ["pause", "one that a person paused", aKeptProgram().paused(), []],
    ["pause", "one after tampering", aKeptProgram().paused("tampered"), []],
    ["resume", "a paused program", aKeptProgram().paused(), ["loop.resume"]],
    ["resume", "a running one", aKeptProgram(), []],
    ["stop", "a running program", aKeptProgram(), ["loop.stop"]],
    ["stop", "one with an iteration in flight", aKeptProgram().begun(), ["loop.stop", "iteration.error"]],
    ["stop", "a stopped one", stopped(), []],
    ["run", "a running program", aKeptProgram(), ["run.requested", "iteration.start"]],
    ["run", "one with an iteration in flight", aKeptProgram().begun(), ["run.requested"]],
    ["run", "a paused one", aKeptProgram().paused(), ["run.requested"]],
    [
      "retry",
      "a paused one",
      aKeptProgram().paused("errors"),
      ["loop.resume", "run.requested", "iteration.start"],
    ],
    ["set repeat 3", "a running program", aKeptProgram(), ["program.set"]],
    ["approve", "one whose text is approved", aKeptProgram(), []],
    ["status", "a running program", aKeptProgram(), []],
  ])("`%s`, for %s", (words, _, journal, expected) => {
    expect(follows(words, journal)).toEqual(expected);
  });

  it("start a stopped program again where its label is on", () => {
    const labels = ["autoloop-program"];
    const issue = { labels, author: { login: "author", type: "User" as const } };
    for (const words of ["resume", "run", "retry"]) {
      const plan = heardOn(stopped(), [says("writer", `/autoloop ${words}`)], { issue });
      expect(plan.events[1]).toMatchObject({ type: "loop.start", trigger: "command" });
    }
  });

  it.each([
    ["resume", "a stopped program without its label", stopped(), "put the label on"],
    ["pause", "a stopped program", stopped(), "nothing to pause"],
    ["set colour red", "a running program", aKeptProgram(), "There is no such setting"],
    ["set metric x", "a running program", aKeptProgram(), "edit the text of the issue instead"],
    ["set repeat often", "a running program", aKeptProgram(), "`repeat` must be"],
    ["run using maps", "a running program", aKeptProgram(), "stands alone"],
    ["resum", "a running program", aKeptProgram(), "Did you mean `/autoloop resume`?"],
    ["cancel", "a stopped program", stopped(), "nothing to pause"],
  ])("`%s` cannot be done for %s, and one answer says why", (words, _, journal, why) => {
    const plan = heardOn(journal, [says("writer", `/autoloop ${words}`)]);
    expect(plan.events).toMatchObject([{ outcome: "unusable", reason: expect.stringContaining(why) }]);
    expect(plan.says).toContainEqual(expect.stringMatching(/^post the answer to a command/));
    expect(plan.says).toContain("react with confused to comment 5000");
  });

  it("do not start again what is over by its own rules", () => {
    const issue = { labels: ["autoloop-program"], author: { login: "author", type: "User" as const } };
    const text = programText("target-metric: 750");
    const plan = heardOn(completed(), [says("writer", "/autoloop resume")], { issue, text });
    expect(plan.events).toMatchObject([
      { outcome: "unusable", reason: expect.stringContaining("The target metric of 750 is reached.") },
    ]);
  });

  it("ask once for an iteration, and add instructions up", () => {
    const asked = (...words: readonly string[]) =>
      heardOn(
        aKeptProgram().begun(),
        words.map((one, n) => says("writer", `/autoloop ${one}`, { id: 6_000 + n })),
      ).events.filter(({ type }) => type === "run.requested");
    expect(asked("run", "run", "run")).toMatchObject([{ instruction: false }]);
    expect(asked("use less glue", "run", "use no glue")).toMatchObject([
      { instruction: true },
      { instruction: true },
    ]);
  });

  it("give the words of an instruction to the iteration that it starts, and to no other", () => {
    const { actions } = heardOn(aKeptProgram(), [says("writer", "/autoloop use less glue")]);
    const start = actions.find(({ type }) => type === "run.start");
    expect(start).toMatchObject({ request: { prompt: expect.stringContaining("use less glue") } });
  });

  it("show what counts later and what counts now by their reactions", () => {
    const reaction = (words: string, journal = aKeptProgram()) =>
      heardOn(journal, [says("writer", `/autoloop ${words}`)]).says.filter((line) =>
        line.startsWith("react"),
      );
    expect(reaction("pause")).toEqual(["react with +1 to comment 5000"]);
    expect(reaction("run")).toEqual(["react with rocket to comment 5000"]);
    expect(reaction("use less glue", aKeptProgram().begun())).toEqual(["react with rocket to comment 5000"]);
    expect(reaction("puase")).toEqual(["react with +1 to comment 5000"]);
    expect(reaction("resum")).toEqual(["react with confused to comment 5000"]);
  });

  it("hold for a program that is due as well: a pause comes before its start", () => {
    const plan = planned({ permissions, comments: [says("writer", "/autoloop pause")] }, { after: HOUR });
    expect(typesOf(plan.events)).toEqual(["command.received", "loop.pause"]);
  });
});

describe(`${commands.name}: what the journal is told`, () => {
  const rule = (deviation: Deviation) => {
    const { world, draft } = ruled({ permissions, ...deviation });
    const { events, again } = commands(world, draft);
    return { events, again };
  };

  it("names where it stands elsewhere, and keeps the beginning of a long one", () => {
    const body = `/autoloop Use ${"less ".repeat(STEERING_CHARACTERS)}`;
    const conversations = [{ issue: 9, comments: [says("writer", body, { id: 70 })] }];
    expect(rule({ conversations }).events[0]).toEqual({
      ...{ type: "command.received", comment: 70, issue: 9, hash: commandHash(body), written_at: NOW },
      ...{ by: { login: "writer", id: accountId("writer"), permission: "write" }, verb: "instruct" },
      ...{ text: body.slice(0, STEERING_CHARACTERS), outcome: "queued", reason: null },
      ...{ at: expect.any(String), program: "carton", run_id: "run-1" },
    });
    const [here] = rule({ comments: [says("writer", "/autoloop help")] }).events;
    expect(here).not.toHaveProperty("issue");
  });

  it("asks back where several programs could be meant", () => {
    const conversations = [{ issue: 9, comments: [says("writer", "/autoloop pause")] }];
    expect(rule({ conversations, neighbours: [{}] }).events).toMatchObject([
      {
        outcome: "unusable",
        reason: expect.stringMatching(/^Which program\?.*: `carton`, `neighbour-0`\.$/),
      },
    ]);
  });

  it("waits for roles that nobody has asked for yet, of everybody behind a text", () => {
    const edited = { login: "newcomer", at: NOW };
    expect(rule({ comments: [says("writer", "/autoloop run", { edited })] })).toEqual({
      events: [],
      again: true,
    });
    const both = [says("writer", "/autoloop help", { id: 1_000 }), says("newcomer", "/autoloop help")];
    expect(rule({ comments: both })).toMatchObject({ events: [{ comment: 1_000 }], again: true });
    expect(rule({ comments: both.slice(0, 1) })).toMatchObject({ events: [{}], again: false });
  });

  it("hears nothing where the issue is gone", () => {
    const conversations = [{ issue: 9, comments: [says("writer", "/autoloop pause")] }];
    expect(rule({ issue: "absent", conversations }).events).toEqual([]);
  });

  it("takes nobody for the author of an issue whose author is gone, or is a bot", () => {
    const by = (author: IssueView["author"]) =>
      rule({ comments: [says("author", "/autoloop pause")], issue: { author } }).events[0];
    expect(by({ login: "author", type: "User" })).toMatchObject({ outcome: "done" });
    expect(by(null)).toBeUndefined();
    expect(by({ login: "author", type: "Bot" })).toBeUndefined();
  });
});
