// What people say and do on the issue, in the state file and with the buttons of the app's check.

import { LABEL, MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import { eventIn } from "../../simulation/webhooks.ts";
import { type Life, MINUTE } from "../life.ts";
import { A_WHILE, ISSUE, LONG_ENOUGH, running, type Scenario, TEXT } from "../scenario.ts";

const LESSON = "- Said by a person at that very moment.";

/** Somebody presses a button of the app's check, and once more where nothing comes of it. */
async function press(life: Life, box: "pause" | "resume", status: string): Promise<void> {
  for (let n = 1; life.loop.state().status !== status && n <= 3; n += 1) {
    const check_run = { id: 9, external_id: `autoloop:${ISSUE}:${"0".repeat(16)}` };
    const pressed = { action: "requested_action", requested_action: { identifier: box }, check_run };
    life.deliver(eventIn(life.github, "check_run", "writer", pressed));
    await life.pass(A_WHILE);
  }
}

export const PEOPLE: readonly Scenario[] = [
  {
    title: "a pause and a resume by command, with steering that the next iteration is given",
    before: running,
    story: async (life) => {
      life.github.comment(ISSUE, "writer", "/autoloop pause for lunch");
      await life.pass(A_WHILE);
      life.github.comment(ISSUE, "writer", "Try a cube.");
      await life.pass(A_WHILE);
      life.github.comment(ISSUE, "writer", "/autoloop resume");
      await life.pass(5 * MINUTE);
      life.github.comment(ISSUE, "maintainer", "/autoloop run");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [
      loop.state().status,
      loop.state().counts.accepted,
      loop.state().steering.map(({ text }) => text),
      loop.own(ISSUE, "kind=paused").length,
    ],
    expected: ["active", 2, ["Try a cube."], 1],
  },
  {
    title: "questions and wrong words are answered once, and what a stranger orders leaves no trace",
    before: running,
    story: async (life) => {
      life.github.comment(ISSUE, "maintainer", "/autoloop status");
      life.github.comment(ISSUE, "writer", "/autoloop resum");
      life.github.comment(ISSUE, "stranger", "/autoloop stop");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [
      loop.state().status,
      loop.github
        .comments(ISSUE)
        .flatMap(({ author, reactions }) => (author?.type === "User" ? [reactions] : [])),
    ],
    expected: ["active", [["+1"], ["confused"], []]],
  },
  {
    title: "an edited definition waits for approval, and opens a new epoch with a new baseline",
    before: async (life) => {
      life.github.setPermission("helper", "triage");
      await running(life);
    },
    story: async (life) => {
      const body = TEXT.replace("node evaluate.mjs", "node evaluate.mjs --strict");
      life.github.editIssue(ISSUE, "helper", { body });
      await life.pass(A_WHILE);
      life.github.comment(ISSUE, "writer", "/autoloop approve");
      await life.pass(A_WHILE);
      life.github.comment(ISSUE, "writer", "/autoloop run");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, host }) => [loop.state().epoch, host.ordered],
    expected: [2, ["carton 0 baseline", "carton 1 improve", "carton 2 baseline", "carton 3 improve"]],
  },
  {
    title: "somebody writes into the state file at the very moment in which the app writes",
    before: running,
    story: async (life) => {
      life.justBeforeCommit(() => {
        const text = life.github.memoryFile("carton.md") ?? "";
        const edited = text.replace(/(Lessons Learned\n)/, `$1\n${LESSON}\n`);
        life.github.pushCommit(MEMORY_BRANCH, { "carton.md": edited }, { author: "writer" });
      });
      life.github.comment(ISSUE, "writer", "/autoloop run");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, github }) => [
      loop.state().counts.accepted,
      github.memoryFile("carton.md")?.split(LESSON).length,
    ],
    expected: [2, 2],
  },
  {
    title: "somebody pauses in the state file, and claims a result that is put back",
    before: running,
    story: async (life) => {
      const text = life.github.memoryFile("carton.md") ?? "";
      const edited = text
        .replace("| Paused | false |", "| Paused | true |")
        .replace(/\| Best Metric \| [^|]* \|/, "| Best Metric | 1 |");
      life.github.pushCommit(MEMORY_BRANCH, { "carton.md": edited }, { author: "writer" });
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, github }) => [
      loop.state().pause?.kind,
      /\| Best Metric \| ([^|]*) \|/.exec(github.memoryFile("carton.md") ?? "")?.[1],
      loop.own(ISSUE, "kind=put-back").length,
    ],
    expected: ["state-edited", "750", 1],
  },
  {
    title: "the label is taken off while an iteration is in flight, and put on again",
    before: running,
    story: async (life) => {
      life.github.comment(ISSUE, "writer", "/autoloop run");
      await life.pass(MINUTE / 2);
      life.github.removeLabel(ISSUE, LABEL.program, "maintainer");
      await life.pass(LONG_ENOUGH);
      life.github.addLabel(ISSUE, "maintainer", LABEL.program);
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [loop.state().status, loop.state().recent.map(({ verdict }) => verdict)],
    expected: ["active", ["accepted", "accepted", "error"]],
  },
  {
    title: "a button of the app's check is pressed, again where the press got lost with the process",
    before: running,
    story: async (life) => {
      await press(life, "pause", "paused");
      await press(life, "resume", "active");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [loop.state().status, loop.own(ISSUE, "kind=paused").length],
    expected: ["active", 1],
  },
];
