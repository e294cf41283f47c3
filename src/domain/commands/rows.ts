// Made by `npm run docs` of the files in `plan/people/commands`: their rows as data, by name, for all that may not import
// the planner. Must never be edited.

import type { CommandRow } from "./command-row.ts";

export const ROWS = [
  {
    order: 7,
    verb: "approve",
    takes: "nothing",
    permission: "start",
    early: true,
    queued: "eyes",
    help: "stands behind the text of the program's issue as it is now",
    manual:
      "Stands behind the text of the issue as it is: the comment must be newer than the last edit. Where a program paused because its text is read otherwise now, it takes today's reading.",
  },
  {
    order: 9,
    verb: "doctor",
    takes: "nothing",
    permission: "ask",
    shows: ["status", "doctor"],
    help: "answers in one comment",
    manual:
      "The same, with what is wrong with program and configuration, what decides about commits, and what the repository still needs before programs can run.",
  },
  {
    order: 22,
    verb: "forget",
    takes: "number",
    example: "3",
    permission: "steer",
    near: ["unremember"],
    help: "takes back the standing order of this number",
    manual:
      "Takes back the standing order of this number, whoever gave it; the status comment lists them. Its comment counts again when it is edited.",
  },
  {
    order: 10,
    verb: "help",
    takes: "nothing",
    permission: "ask",
    shows: ["help"],
    help: "answers in one comment",
    manual: "This table, shortly.",
  },
  {
    order: 11,
    verb: "instruct",
    takes: "words",
    permission: "go-on",
    help: "one iteration with these words as its instruction",
    manual:
      "An instruction for exactly one iteration, which starts at once. Instructions that wait for the same iteration go to it together.",
  },
  {
    order: 12,
    verb: "keep",
    takes: "iteration",
    example: "17",
    permission: "go-on",
    help: "measures what an iteration proposed once more, on the branch as it is today",
    manual:
      "Proposes what iteration N proposed once more, on the branch as it is today. No agent is asked; it is measured and judged like any other proposal, so it is kept only where it beats the best of today. The patches of the newest 50 proposals are on the memory branch, in `attempts/<name>/`; one that holds something masked, cut or left out can be read there and is not proposed.",
  },
  {
    order: 3,
    verb: "pause",
    takes: "reason",
    permission: "halt",
    box: {
      marker: "pause",
      when: "active",
      label: "Pause",
      button: "Pause",
      description: "Nothing new begins until it goes on",
    },
    help: "nothing new begins, nothing is committed",
    manual:
      "At once: no dispatch, no commit, no pull request. What is in flight is kept and goes on at `resume`; the time in between does not count against its deadline. A run on GitHub Actions is cancelled instead, and its iteration ends.",
  },
  {
    order: 21,
    verb: "remember",
    takes: "text",
    example: "never change the public API",
    permission: "steer",
    near: ["note", "memorize", "memorise"],
    help: "a standing order: in every prompt until somebody takes it back",
    manual:
      "The words behind it, in the comment's first line, are in every prompt from now on, whole and before anything that an agent noted. They stand until the comment is deleted or hidden, or somebody writes `/autoloop forget N` with the number that the status comment shows; what was ordered on a pull request, only until then. A comment without a command that reads like a rule (*never*, *always*, *from now on*, *until* …) stands in the same way. All of them share 14,000 characters.",
  },
  {
    order: 4,
    verb: "resume",
    takes: "nothing",
    permission: "go-on",
    resumes: true,
    box: {
      marker: "resume",
      when: "paused",
      label: "Resume",
      button: "Resume",
      description: "Go on after the pause",
    },
    help: "goes on after a pause or a stop",
    manual: "Goes on after a pause, or starts a stopped program again.",
  },
  {
    order: 2,
    verb: "retry",
    takes: "nothing",
    permission: "go-on",
    resumes: true,
    help: "goes on after a pause, and runs at once",
    manual: "Goes on after a pause, and runs at once.",
  },
  {
    order: 1,
    verb: "run",
    takes: "nothing",
    permission: "go-on",
    box: {
      marker: "run-now",
      when: "active",
      label: "Run an iteration now",
      button: "Run now",
      description: "One iteration, whatever the schedule",
    },
    help: "one iteration now, whatever the schedule says",
    manual:
      "One iteration as soon as a slot is free, whatever the schedule says. While one is in flight, one more is queued, once; while the program is paused it waits for `resume`. Starts a stopped program.",
  },
  {
    order: 6,
    verb: "set",
    takes: "key and value",
    example: "target-metric 0.9",
    permission: "set",
    help: "a setting that counts instead of the text's; `none`: no value, `default`: the text's",
    manual:
      "A setting that counts instead of the text's, checked like the frontmatter. `none` means no value (`ci none` is a value), `default` lets the text count again. Keys: `schedule`, `target-metric`, `timeout-minutes`, `min-delta`, `max-iterations`, `repeat`, `preset`, `agent`, `ci`, `simplicity`, `plateau`, `confirm`, `crash-attempts`. What is measured, and how (`metric`, `metric-direction`, `guardrails`, `gates`, `hold-out`, `shell`, `budget`), is changed in the text. [What each may be](settings.md).",
  },
  {
    order: 8,
    verb: "status",
    takes: "nothing",
    permission: "ask",
    shows: ["status"],
    help: "answers in one comment",
    manual: "Where the program stands.",
  },
  {
    order: 5,
    verb: "stop",
    takes: "nothing",
    permission: "halt",
    help: "ends the loop and what is under way",
    manual:
      "Ends the loop and the iteration in flight. It stays stopped until `resume`, `run` or `retry`, or until the label is put on again.",
  },
] as const satisfies readonly CommandRow[];
