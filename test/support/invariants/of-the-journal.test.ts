// The checker can fail about the journal, what is projected from it, and who did what.

import type { Actor } from "../../../src/domain/journal/terms.ts";
import { memoryPath } from "../../../src/domain/program/names.ts";
import type { Definition } from "../../../src/domain/program/program.ts";
import { parseRegistry, withRow } from "../../../src/text/journal/registry.ts";
import { READER } from "../../../src/text/program/program.ts";
import { MAINTAINER } from "../plan/journal.ts";
import { CANARY, reports, type Stage, type Violation } from "./stage.ts";

/** The app takes another reading of the text that runs. */
async function readAnew(
  s: Stage,
  change: Partial<Definition>,
  reader = READER,
  by: Actor = { login: "maintainer", id: null, permission: "maintain" },
): Promise<void> {
  const { definition } = s.loop.state();
  if (definition === null) throw new Error("nothing runs");
  const read = { ...definition.parsed, ...change };
  await s.journal({
    ...{
      type: "program.defined",
      hash: definition.hash,
      definition: read,
      approved_by: by,
      epoch: 1,
      reader,
    },
  });
}

reports("what the journal says", [
  [
    "12: the app rewrote journal/carton/000001.jsonl",
    (s) => s.remember({ [memoryPath.segment("carton", 1)]: "{}\n" }),
  ],
  [
    "12: the app broke the journal of carton: line",
    (s) => {
      const path = memoryPath.segment("carton", 1);
      return s.remember({ [path]: `${s.memoryText(path)}{}\n` });
    },
  ],
  [
    "30: loop.pause of carton says 2026-01-31T00:00:00.000Z, and it was",
    (s) =>
      s.journalAt("2026-01-31T00:00:00.000Z", { type: "loop.pause", kind: "plateau", reason: "", by: null }),
  ],
  [
    "12: loop.pause was added to the journal of carton, which had",
    async (s) => {
      await s.journal({ type: "loop.pause", kind: "plateau", reason: "", by: null });
      s.inspector.inspect();
      s.github.moveBranch("memory/autoloop", s.github.commits("memory/autoloop").at(-2)?.id ?? "", "maria");
      await s.journal({ type: "loop.pause", kind: "plateau", reason: "", by: null });
    },
  ],
  [
    "13: the state file of carton says something else: Best Metric",
    async (s) => {
      const text = s.memoryText("carton.md").replace(/^\| Best Metric .*$/m, "| Best Metric | 1 |");
      await s.remember({ "carton.md": text });
      await s.looking(s.issue);
    },
  ],
  [
    "13: the results table of carton says something else",
    async (s) => {
      await s.remember({ "carton.tsv": "iteration\n" });
      await s.looking(s.issue);
    },
  ],
  [
    "13: the registry's row of carton says something else",
    async (s) => {
      const registry = parseRegistry(s.memoryText("registry.json"));
      const [row] = registry.programs;
      if (row !== undefined)
        await s.remember({ "registry.json": withRow(registry, { ...row, iterations: 9 }) });
      await s.looking(s.issue);
    },
  ],
  [
    "13: the state file of carton was made anew, and not from the journal",
    async (s) => {
      const text = s.memoryText("carton.md");
      s.github.pushCommit("memory/autoloop", { "carton.md": null });
      await s.remember({ "carton.md": text.replace("| Paused | false |", "| Paused | true |") });
    },
  ],
  [
    "16: loop.pause of carton: maria is none, not maintain",
    async (s) => {
      s.github.setPermission("maria", "none");
      await s.journal({ type: "loop.pause", kind: "command", reason: "", by: MAINTAINER });
    },
  ],
  ...(
    [
      ["stranger", "none", "status", "done", "16: status by stranger was done for carton"],
      ["helper", "triage", "run", "queued", "16: run by helper was queued for carton"],
      ["maria", "maintain", "set", "refused", "16: set by maria was refused for carton"],
    ] as const
  ).map(
    ([login, permission, verb, outcome, complaint]): Violation => [
      complaint,
      (s) =>
        s.journal({
          ...{
            type: "command.received",
            comment: 1,
            by: { login, id: null, permission },
            hash: "",
            verb,
            outcome,
          },
          ...{ written_at: "2026-01-01T00:00:00Z", text: `/autoloop ${verb}`, reason: null },
        }),
    ],
  ),
  [
    "16: steering.received of carton is by stranger, who is only none",
    async (s) => {
      const comment = s.github.comment(s.issue, "stranger", "Try.");
      s.github.editComment(s.issue, comment, "maria", "Try!");
      await s.journal({ type: "steering.received", comment, by: MAINTAINER, hash: "", text: "" });
    },
  ],
  [
    "16: program.defined of carton is by helper",
    async (s) => {
      const { definition } = s.loop.state();
      const by = { login: "helper", id: null, permission: "triage" } as const;
      const parsed = definition?.parsed ?? s.order.definition;
      await s.journal({ type: "program.defined", hash: "", definition: parsed, approved_by: by, epoch: 1 });
    },
  ],
  [
    "16: carton went on by itself after plateau",
    async (s) => {
      await s.journal({ type: "loop.pause", kind: "plateau", reason: "", by: null });
      await s.journal({ type: "loop.resume", reason: "", by: null });
    },
  ],
  [
    "16: carton went on by itself after definition",
    async (s) => {
      await readAnew(s, {}, 1);
      await s.journal({ type: "loop.pause", kind: "definition", reason: "", by: null });
      await s.journal({ type: "loop.resume", reason: "", by: null });
    },
  ],
  [
    "16: program.defined of carton is by helper",
    async (s) => {
      await s.journal({ type: "loop.pause", kind: "definition", reason: "", by: null });
      await readAnew(s, {}, READER, { login: "helper", id: null, permission: "triage" });
    },
  ],
  ["25: another reading of carton counts, and nobody was asked", (s) => readAnew(s, { direction: "higher" })],
  [
    "25: evaluate.mjs may be changed by carton, and nobody was asked",
    (s) => readAnew(s, { targets: ["src/carton.mjs", "evaluate.mjs"] }),
  ],
  [
    "16: loop.resume of carton is by writer, who is only write",
    async (s) => {
      const by = { login: "writer", id: null, permission: "write" } as const;
      await s.journal({ type: "loop.pause", kind: "tampered", reason: "", by: null });
      await s.journal({ type: "loop.resume", reason: "", by });
    },
  ],
  [
    "16: carton stopped, but its issue is open and labelled",
    (s) => s.journal({ type: "loop.stop", reason: "", by: null }),
  ],
  [
    "16: carton was started \\(label\\) by nobody who may",
    async (s) => {
      s.github.removeLabel(s.issue, "autoloop-program");
      await s.loop.settle(s.issue);
      s.github.addLabel(s.issue, "helper", "autoloop-program");
      const [start] =
        s.inspector.past.memory.journal.get("carton")?.events.filter((e) => e.type === "loop.start") ?? [];
      if (start?.type !== "loop.start") throw new Error("it never started");
      const { v: _, seq: __, prev: ___, at: ____, program: _____, ...body } = start;
      await s.journal(body);
    },
  ],
  ...(
    [
      [
        "helper",
        "triage",
        "instruct",
        "queued",
        "/autoloop cancel",
        '27: carton took "/autoloop cancel" for instruct',
      ],
      ["stranger", "none", "status", "refused", "", "28: the journal of carton has a line about stranger"],
      [
        "helper",
        "triage",
        "run",
        "refused",
        "/autoloop run",
        "28: the journal of carton holds what helper was refused",
      ],
    ] as const
  ).map(
    ([login, permission, verb, outcome, text, complaint]): Violation => [
      complaint,
      (s) =>
        s.journal({
          ...{
            type: "command.received",
            comment: 1,
            by: { login, id: null, permission },
            hash: "",
            verb,
            outcome,
          },
          ...{ written_at: "2026-01-01T00:00:00Z", text, reason: null },
        }),
    ],
  ),
  [
    "27: a run of carton began although comment \\d+ says stop",
    async (s) => {
      s.github.comment(s.issue, "helper", "@autoloop please cancel");
      await s.begun();
      await s.looking(s.issue, () => s.run());
    },
  ],
  ["22: postComment holds the secret", (s) => s.github.forge.postComment(s.key, `Failed: ${CANARY}`)],
  [
    "22: commit holds the secret",
    async (s) => {
      await s.begun();
      await s.commit(2, { "src/carton.mjs": `${CANARY}\n` });
    },
  ],
  ["22: an order holds the secret", (s) => s.run({ prompt: `The token is ${CANARY}.` })],
]);
