// The checker can fail about what stands on GitHub: comments, texts, branches and pull requests.

import { commitMessage } from "../../../src/text/comments/commit-message.ts";
import { iterationMarker, STATUS_MARKER } from "../../../src/text/format/markers.ts";
import { parseRegistry, withRow } from "../../../src/text/journal/registry.ts";
import { reports, type Violation } from "./stage.ts";

reports("what stands on GitHub", [
  [
    "2: the app created autoloop/other",
    ({ github }) =>
      github.forge.createBranch(github.repository, "autoloop/other", github.branches().main ?? ""),
  ],
  [
    "3: pull request 3 is a second one",
    (s) => void s.github.openPullAs(s.github.self, { head: "autoloop/carton" }),
  ],
  ["3: pull request 2 is no draft", ({ github }) => void Object.assign(github.pull(2), { draft: false })],
  [
    "3: pull request 3 is of elsewhere",
    (s) => void s.github.openPullAs(s.github.self, { head: "elsewhere" }),
  ],
  [
    "4: issue 1 has 0 status comments",
    async (s) => {
      s.github.editComment(s.issue, s.status, "maria", "Mine.");
      await s.looking(s.issue);
    },
  ],
  ["4: the app posted status comment", (s) => s.github.forge.postComment(s.key, STATUS_MARKER)],
  ["4: the app deleted status comment", (s) => s.github.forge.deleteComment(s.key, s.status)],
  [
    "5: issue 1 tells about iteration 9",
    async (s) => {
      await s.github.forge.postComment(s.key, iterationMarker("carton", 9));
      await s.looking(s.issue);
    },
  ],
  [
    "5: issue 1 tells about iteration 1 2 times",
    async (s) => {
      await s.github.forge.postComment(s.key, iterationMarker("carton", 1));
      await s.looking(s.issue);
    },
  ],
  [
    "5: issue 1 does not tell about iteration 1",
    async (s) => {
      const told = s.github.comments(s.issue).find(({ body }) => body.includes("number=1 "));
      await s.github.forge.deleteComment(s.key, told?.id ?? 0);
      await s.looking(s.issue);
    },
  ],
  [
    "29: a look in which react failed did not tell that carton is paused",
    (s) =>
      s.looking(s.issue, async () => {
        await s.journal({ type: "loop.pause", kind: "errors", reason: "", by: null });
        s.github.faults.failNext("react", "terminal");
        await s.github.forge.react(s.key, s.status, "eyes").catch(() => undefined);
      }),
  ],
  [
    "29: a look that failed in nothing did not tell about iteration 2 of carton",
    (s) =>
      s.looking(s.issue, async () => {
        const { nonce, base } = s.order;
        await s.journal(
          {
            ...{ type: "iteration.start", iteration: 2, kind: "improve", attempt: 1, base, definition: "" },
            ...{ executor: "local", place: "here", nonce: `${nonce}2`, steering: [] },
            deadline: "2026-02-01T00:00:00.000Z",
          },
          { type: "iteration.error", iteration: 2, reason: "Lost." },
        );
      }),
  ],
  [
    "29: a rule forbade fastForward, and issue 1 does not say so",
    (s) =>
      s.looking(s.issue, async () => {
        s.github.settings.forbidden.add("autoloop/carton");
        const to = s.github.pushCommit("main", { "README.md": "# News\n" });
        s.github.moveBranch("autoloop/carton", s.loop.head("main"), "maria");
        await s.github.forge.fastForward(s.key, "autoloop/carton", to).catch(() => undefined);
      }),
  ],
  ["10: the app deleted autoloop/carton", (s) => s.app(() => s.github.deleteBranch("autoloop/carton"))],
  [
    "10: the app moved autoloop/carton",
    (s) => s.app(() => s.github.moveBranch("autoloop/carton", s.loop.head("main"))),
  ],
  [
    "10: the app moved autoloop/carton",
    async (s) => {
      s.github.mergePull(2, "squash");
      const [to, branch] = [s.loop.head("main"), "autoloop/carton"];
      await s.journal({ type: "pull.merged", number: 2 }, { type: "branch.sync", how: "restart", head: to });
      const theirs = s.github.pushCommit(branch, { "NOTES.md": "mine\n" }, { author: "writer" });
      await s.github.forge.reset(s.github.repository, branch, theirs, to);
    },
  ],
  [
    "11: .* evaluate.mjs is outside Target",
    async (s) => {
      await s.begun();
      await s.commit(2, { "evaluate.mjs": "cheat\n" });
    },
  ],
  [
    "11: .* is too big",
    async (s) => {
      await s.begun();
      await s.commit(2, { "src/carton.mjs": "x".repeat(1024 * 1024 + 1) });
    },
  ],
  [
    "11: .* is no regular file",
    async (s) => {
      await s.begun();
      const message = commitMessage({ program: "carton", iteration: 2, attempt: 1, runId: "r", change: "x" });
      s.app(() => {
        const link = { mode: "120000" as const, text: "/etc/passwd" };
        s.github.pushCommit(
          "autoloop/carton",
          { "src/carton.mjs": link },
          { author: s.github.self, message },
        );
      });
    },
  ],
  ["11: .* is of no iteration in flight", (s) => s.commit(7, { "src/carton.mjs": "1\n" })],
  [
    "11: .* is a merge that changes something by itself",
    (s) =>
      s.app(() => {
        const main = s.github.pushCommit("main", { "README.md": "news\n" });
        const { tree } = s.github.git.get(s.head);
        const made = { message: "m", parents: [s.head, main], tree, author: s.github.self, at: "" };
        s.github.moveBranch("autoloop/carton", s.github.git.commit(made).id);
      }),
  ],
  [
    "11: .* neither an iteration's nor takes one back",
    (s) =>
      s.app(() => {
        s.github.pushCommit("autoloop/carton", { "x.md": "1" }, { author: s.github.self });
      }),
  ],
  [
    "14: the app changed a section of carton.md: ## 📚 Lessons Learned",
    (s) =>
      s.remember({ "carton.md": s.memoryText("carton.md").replace(/(Lessons Learned\n)/, "$1\nMine.\n") }),
  ],
  ["14: the app changed the text of issue 1", (s) => s.github.forge.editIssue(s.key, { body: "Better." })],
  [
    "14: the app changed a comment of maria",
    (s) => s.github.forge.editComment(s.key, s.github.comment(s.issue, "maria", "Mine."), "Yours."),
  ],
  ...(
    [
      ["Thanks @maria", "@m"],
      ["See https://evil.example", "://"],
      ["[see](https://evil.example)", "a link to https://evil.example"],
      ["As in #99", "a reference to #99"],
      ["Fixes #1", "Fixes #1"],
      ["![x](https://evil.example/x)", "an image"],
      ["<b>bold</b>", "HTML: <b>"],
      ["<!-- autoloop:v1 x --> <script>", "HTML"],
      ["Words.\n/autoloop run", "\n/autoloop"],
    ] as const
  ).map(
    ([body, complaint]): Violation => [
      `23: postComment: ${complaint.replaceAll("\n", "\\n")}`,
      (s) => s.looking(s.issue, () => s.github.forge.postComment(s.key, `Fine.\n\n${body}\n`)),
    ],
  ),
  [
    "23: a commit on autoloop/carton says \\[skip ci\\]",
    (s) => s.github.forge.merge(s.github.repository, "autoloop/carton", s.ahead(), "Merge [skip ci]"),
  ],
  [
    "24: looking at issue 1, it wrote to issue 3",
    async (s) => {
      const other = await s.neighbour();
      await s.looking(s.issue, () => s.github.forge.postComment(s.github.key(other), "Hello."));
    },
  ],
  [
    "24: looking at issue 1, it changed box.md",
    async (s) => {
      await s.neighbour();
      await s.looking(s.issue, () => s.remember({ "box.md": "" }));
    },
  ],
  [
    "24: looking at issue 1, it changed the registry's row of box",
    async (s) => {
      await s.neighbour();
      const registry = parseRegistry(s.memoryText("registry.json"));
      const row = registry.programs.find(({ name }) => name === "box");
      if (row === undefined) throw new Error("no row");
      await s.looking(s.issue, () =>
        s.remember({ "registry.json": withRow(registry, { ...row, iterations: 9 }) }),
      );
    },
  ],
  [
    "24: looking at issue 1, it moved autoloop/box",
    async (s) => {
      await s.neighbour();
      await s.looking(s.issue, () =>
        s.github.forge.merge(s.github.repository, "autoloop/box", s.ahead(), "Merge"),
      );
    },
  ],
  [
    "24: looking at issue 3, the app ordered a run of another program",
    async (s) => {
      const other = await s.neighbour();
      const order = s.loop.executor.started[0] ?? s.order;
      await s.looking(other, () => s.run(order));
    },
  ],
  [
    "24: looking at issue 3, it edited a pull request of autoloop/carton",
    async (s) => {
      const other = await s.neighbour();
      await s.looking(other, () => s.github.forge.editPull(s.github.repository, 2, { title: "Mine" }));
    },
  ],
]);
