// The checker can fail about what the loop does: iterations, results, pauses, and when it rests.

import { memoryPath } from "../../../src/domain/program/names.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { PROGRAM_TEXT } from "../loop/loop.ts";
import { someFacts } from "../plan/journal.ts";
import { HOUR, reports } from "./stage.ts";

reports("what the loop does", [
  ["6: run other of carton was ordered", (s) => s.run({ nonce: "other" })],
  [
    "6: iteration 3 of carton started while 2 was in flight",
    async (s) => {
      await s.begun();
      await s.line(s.start(3));
    },
  ],
  ["6: iteration 4 of carton started while none", (s) => s.line(s.start(4))],
  ["7: run .* was ordered twice", (s) => s.run()],
  [
    "7: iteration carton 2.1 has a second commit",
    async (s) => {
      await s.begun();
      await s.commit(2, { "src/carton.mjs": "1\n" });
      await s.commit(2, { "src/carton.mjs": "2\n" });
    },
  ],
  [
    "7: iteration 1 of carton ended without being in flight",
    (s) => s.line({ type: "iteration.accept", iteration: 1, metric: 1, reason: "" }),
  ],
  [
    "7: the journal of carton calls .* the commit of iteration 2",
    async (s) => {
      await s.begun();
      await s.journal({ type: "iteration.commit", iteration: 2, commit: s.head });
    },
  ],
  ["8: iteration 2 of carton was accepted with 750 after 750", (s) => s.accepted(750)],
  [
    "9: iteration 2 of carton was accepted while its checks were test: failure",
    async (s) => {
      await s.begun();
      const commit = await s.commit(2, { "src/carton.mjs": "1\n" });
      s.github.setChecks(commit, [{ name: "test", state: "failure" }, { name: "lint" }]);
      await s.accept(commit, 1);
    },
  ],
  [
    "9: iteration 2 of carton was accepted while its checks were missing",
    async (s) => {
      await s.begun();
      await s.accept(await s.commit(2, { "src/carton.mjs": "1\n" }), 1);
    },
  ],
  [
    "9: iteration 2 of carton was accepted while its checks were license/cla: success",
    async (s) => {
      await s.begun();
      const commit = await s.commit(2, { "src/carton.mjs": "1\n" });
      s.github.setChecks(commit, [{ name: "license/cla", app: null }]);
      await s.accept(commit, 1);
    },
  ],
  [
    "9: iteration 2 of carton was accepted while its checks were lint: success",
    async (s) => {
      s.github.setRules(["test", "lint"]);
      await s.begun();
      const commit = await s.commit(2, { "src/carton.mjs": "1\n" });
      s.github.setChecks(commit, [{ name: "lint" }]);
      await s.accept(commit, 1);
    },
  ],
  [
    "9: iteration 2 of carton was revoked, red: nothing",
    async (s) => {
      await s.accepted(740);
      await s.journal({ type: "iteration.revoke", iteration: 2, head: s.head, check: "test" });
    },
  ],
  [
    "9: iteration 1 of carton stays kept, and its checks are red: test",
    async (s) => {
      s.github.setChecks(s.head, [{ name: "test", state: "failure" }]);
      await s.looking(s.issue);
    },
  ],
  [
    "9: iteration 2 of carton started on [0-9a-f]+, which is red: test",
    async (s) => {
      s.github.setChecks(s.head, [{ name: "test", state: "failure" }]);
      await s.looking(s.issue, () => s.begun());
    },
  ],
  [
    "9: iteration 2 of carton was accepted without a commit",
    async (s) => {
      await s.begun();
      await s.journal(
        { type: "iteration.report", iteration: 2, ...someFacts(1) },
        { type: "iteration.accept", iteration: 2, metric: 1, reason: "" },
      );
    },
  ],
  [
    "15: a run of carton does not run the text that was approved",
    async (s) => {
      await s.begun();
      s.run({ nonce: "n2", definition: { ...s.order.definition, evaluation: "true" } });
    },
  ],
  [
    "15: a run of carton names 0+, not approved",
    async (s) => {
      await s.journal(s.start(2, "0".repeat(64)));
      s.run({ nonce: "n2" });
    },
  ],
  [
    "15: the text .* of carton is not kept",
    async (s) => {
      await s.remember({ [memoryPath.definition("carton", sha256(PROGRAM_TEXT))]: null });
      await s.begun();
      s.run({ nonce: "n2" });
    },
  ],
  [
    "17: a run of carton began while it was paused",
    async (s) => {
      await s.journal({ type: "loop.pause", kind: "plateau", reason: "", by: null });
      s.run();
    },
  ],
  [
    "17: a move of the branch of carton began while its issue was closed",
    async (s) => {
      s.github.closeIssue(s.issue);
      await s.commit(2, { "src/carton.mjs": "1\n" });
    },
  ],
  [
    "17: a run of carton began while its state file said that it was paused",
    (s) => {
      const text = s.memoryText("carton.md").replace("| Paused | false |", "| Paused | true |");
      s.github.pushCommit("memory/autoloop", { "carton.md": text }, { author: "maria" });
      s.run();
    },
  ],
  [
    "17: a run of carton began although comment \\d+ halts it",
    async (s) => {
      s.github.comment(s.issue, "helper", "/autoloop pause for lunch");
      await s.looking(s.issue, () => s.run());
    },
  ],
  [
    "17: a pull request of carton began although comment \\d+ halts it",
    async (s) => {
      s.github.comment(s.issue, "helper", "/autoloop stop");
      await s.looking(s.issue, () => {
        s.app(() => s.github.openPullAs("x", { head: "autoloop/carton" }));
        return undefined;
      });
    },
  ],
  [
    "18: postComment right after a look at issue 1 that found nothing to do",
    async (s) => {
      await s.looking(s.issue);
      await s.looking(s.issue, () => s.github.forge.postComment(s.key, "One more thing."));
    },
  ],
  ["19: carton is due since", (s) => s.loop.clock.advance(4 * HOUR)],
  [
    "19: iteration 2 of carton has not ended since",
    async (s) => {
      await s.begun();
      await s.loop.clock.advance(5 * HOUR);
    },
  ],
  [
    "19: carton is paused \\(errors\\), and no comment says so",
    async (s) => {
      await s.journal({ type: "loop.pause", kind: "errors", reason: "", by: null });
      await s.looking(s.issue);
    },
  ],
  [
    "20: 376 writes within an hour",
    async (s) => {
      for (let n = s.github.writes.length; n < 376; n += 1)
        await s.github.forge.react(s.key, s.status, "eyes");
    },
  ],
  [
    "20: 5 runs of carton within a day",
    (s) => {
      for (let n = 0; n < 3; n += 1) s.run({ nonce: `m${n}` });
    },
  ],
  [
    "21: postComment in a look in which look had failed",
    (s) => {
      s.github.faults.failNext("look", "retryable");
      return s.looking(s.issue, async () => {
        await s.github.forge.look({ key: s.key, name: null }).catch(() => undefined);
        await s.github.forge.postComment(s.key, "Nothing there.");
      });
    },
  ],
  [
    '21: the app opened a second issue "Box"',
    async (s) => {
      const text = { title: "Box", body: "", labels: [] };
      await s.github.forge.openIssue(s.github.repository, text);
      await s.github.forge.openIssue(s.github.repository, text);
    },
  ],
]);
