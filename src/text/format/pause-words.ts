// Why a program stands still and what a person can do about it, in the same words wherever it is said.

import type { PauseKind } from "../../domain/journal/terms.ts";
import { MEMORY_BRANCH, REPO_CONFIG_PATH } from "../../domain/program/names.ts";

/** How a paused program is started again, as the end of a sentence that begins with the repair. */
const HOW_TO_GO_ON = "write `/autoloop resume`";

/** The pause in a few words, for a headline. */
export const PAUSE_TITLE: Readonly<Record<PauseKind, string>> = {
  command: "A person paused it",
  plateau: "Nothing was kept for a while",
  errors: "Iterations keep breaking",
  baseline: "The untouched branch gives no number to start from",
  "ci-missing": "CI said nothing",
  "ci-timeout": "CI did not finish",
  "ci-fix-exhausted": "CI stays red",
  "ci-red-on-base": "CI is red without any change",
  conflict: "The branch has a merge conflict",
  tampered: "The journal was changed behind Autoloop's back",
  "state-edited": "A person paused it in the state file",
  "pull-closed": "The pull request was closed",
  "branch-deleted": "The branch was deleted",
  refused: "GitHub refused a change",
  violation: "A rule that must always hold was about to be broken",
  clock: "What it remembers lies in the future",
  definition: "Its text is read otherwise now",
  environment: "Something that runs need is not there",
  budget: "The budget asks",
};

/** What to do, as Markdown sentences of ours. The last one says how to go on. */
export function pauseCure(kind: PauseKind, branch: string): string {
  switch (kind) {
    case "command":
    case "state-edited":
      return `When you want it to go on: ${HOW_TO_GO_ON}.`;
    case "plateau":
      return (
        "Is the best result good enough, or is there something left to try? A comment here with an idea reaches " +
        "the agent; a wider Target or another Goal gives it more room; closing the issue ends the program. " +
        `To go on, ${HOW_TO_GO_ON}.`
      );
    case "errors":
      return (
        "The evaluation, a gate, the agent or the place where it runs needs repair; " +
        `the comments of the last iterations say what broke. Repair it, then ${HOW_TO_GO_ON}.`
      );
    case "baseline":
      return (
        "Every change is compared with what the untouched branch measures, so nothing can be tried before that is right. " +
        "Run the gates and the script of Evaluation in a clean checkout, and repair what stands above, in the text of the " +
        `program or in the repository; or leave it so where it is meant. Then ${HOW_TO_GO_ON}.`
      );
    case "ci-missing":
      return (
        `Let a workflow run on pushes to \`${branch}\` (such as \`on: push\`), or, where there is no CI to ask, ` +
        `write \`ci: none\` into the settings of the program or into \`${REPO_CONFIG_PATH}\`. ` +
        `Then ${HOW_TO_GO_ON}. Checks that report late are taken as they come.`
      );
    case "ci-timeout":
      return `See why the checks on \`${branch}\` hang, and run them again: a result ends this pause by itself. Otherwise ${HOW_TO_GO_ON}.`;
    case "ci-fix-exhausted":
      return (
        `Turn the checks on \`${branch}\` green: run them again, or commit a repair to the branch. What is there then is ` +
        `measured and judged, and the loop goes on by itself. To give this change up and take it back, ${HOW_TO_GO_ON}.`
      );
    case "ci-red-on-base":
      return (
        "Turn these checks green on the default branch, or run them again; or name in `ci-apps` in " +
        `\`${REPO_CONFIG_PATH}\` whose checks count. Green ends this pause by itself, and no agent is started before. To ` +
        `look again now, ${HOW_TO_GO_ON}; a change that waits for CI is then given up and taken back.`
      );
    case "conflict":
      return `Put \`${branch}\` right by hand (merge, or revert what should not stay) and push the result. Then ${HOW_TO_GO_ON}.`;
    case "pull-closed":
      return (
        "Autoloop opens no second pull request for the same work. To go on with it, reopen the pull request and " +
        `${HOW_TO_GO_ON}; without reopening it, what is kept from then on stays on \`${branch}\` alone. To end the ` +
        "program, close this issue."
      );
    case "branch-deleted":
      return (
        `To go on with its work, ${HOW_TO_GO_ON}: \`${branch}\` is created again at the commit where it was. ` +
        "To end the program, close this issue."
      );
    case "tampered":
      return (
        `Somebody with admin rights should compare \`${MEMORY_BRANCH}\` with what its reflog or a clone still ` +
        `holds and put back the newest state. Then ${HOW_TO_GO_ON}.`
      );
    case "refused":
      return (
        `See whether the app's permissions, branch rules or settings of the repository stand in the way of \`${branch}\` ` +
        `or its pull request. Then ${HOW_TO_GO_ON}.`
      );
    case "clock":
      return (
        "Most likely the clock of a machine that Autoloop, or an older edition, ran on was wrong. Nothing needs repair: " +
        `what lay in the future counts as of the moment of this pause. To go on, ${HOW_TO_GO_ON}.`
      );
    case "definition":
      return (
        "Compare the two readings. Where today's is not what you mean, or has problems, edit the text: that ends this " +
        "pause by itself. Where it is, write `/autoloop approve` or `/autoloop resume`: the program goes on by it."
      );
    case "environment":
      return (
        "No change of the program mends that, and no iteration was counted for it. See to the tool, the network, or the " +
        `agent's key and its service where runs happen; then ${HOW_TO_GO_ON}.`
      );
    case "budget":
      return (
        "May it spend more? Then raise the budget, in the settings of the program or in " +
        `\`${REPO_CONFIG_PATH}\`, or take it away. Where no price or no tokens are known of its runs, say there what one ` +
        "counts for (`assumed-usd-per-iteration`, `assumed-tokens-per-iteration`); unknown is never taken for nothing. " +
        `Then ${HOW_TO_GO_ON}.`
      );
    case "violation":
      return `This is a fault of Autoloop's: please report it with the reason above. To try again, ${HOW_TO_GO_ON}.`;
  }
}
