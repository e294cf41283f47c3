// The loud comments about what stands in the way from outside while the journal cannot say it, or need not: GitHub refuses
// something, a run cannot begin, a role cannot be read. Each says what, in whose words, and what a person can do.

import type { StartTrouble } from "../../domain/errors.ts";
import { MEMORY_BRANCH } from "../../domain/program/names.ts";
import { inlineCode, sentence } from "../format/inert.ts";

/** `said`: by GitHub or the machine; outside text. */
export type TroubleNotice =
  /** GitHub refuses a change of a program that does not run. `what` completes "would …". */
  | { readonly kind: "refused"; readonly what: string; readonly said: string | null }
  /** GitHub refuses whatever is to be written to the memory branch. */
  | { readonly kind: "unwritten"; readonly said: string | null }
  /** The agent run that was ordered cannot begin. */
  | { readonly kind: "unstarted"; readonly trouble: StartTrouble }
  /** The role of somebody whose words wait cannot be read. */
  | { readonly kind: "unread-role"; readonly login: string };

/** Characters of outside text that one of these holds. */
const SAID_CHARACTERS = 300;

export function troubleNotice(notice: TroubleNotice): string {
  switch (notice.kind) {
    case "refused":
      return notices(
        "GitHub refused a change",
        `GitHub did not let Autoloop ${sentence(notice.what, SAID_CHARACTERS)}`,
        saidBy("GitHub", notice.said),
        "See whether the app’s permissions, branch rules or settings of the repository stand in the way. It is tried again " +
          "from time to time, and this comment changes when it worked.",
      );
    case "unwritten":
      return notices(
        "Autoloop cannot write its journal",
        `GitHub does not let Autoloop write to the branch \`${MEMORY_BRANCH}\`, so nothing goes on here.`,
        saidBy("GitHub", notice.said),
        `Take \`${MEMORY_BRANCH}\` out of the rules and the branch protection that forbid it (Settings, Rules and Branches), ` +
          "let the app pass them by, or see that the app may write contents. It is tried again at every look, and at once " +
          "when something is written here.",
      );
    case "unstarted":
      return notices(...unstarted(notice.trouble));
    case "unread-role":
      return notices(
        "Somebody’s role cannot be read",
        `GitHub does not say what ${inlineCode(notice.login, 60)} may do in this repository, so what they wrote is not heard yet.`,
        null,
        "Nothing is lost: it is heard as soon as GitHub answers. Should this stay, see that the app has read access to the " +
          "repository’s metadata (Settings, GitHub Apps) and that githubstatus.com names no trouble.",
      );
  }
}

function unstarted({ code, said }: StartTrouble): Parameters<typeof notices> {
  switch (code) {
    case "files":
      return [
        "The agent run cannot begin",
        "The files that it is to work on could not be fetched from GitHub.",
        saidBy("Git", said),
        "Whoever operates Autoloop sees that its machine reaches GitHub by git (proxy, certificates, firewall) and that git is " +
          "installed, or sets `AUTOLOOP_CHECKOUT=api`. It is tried again by itself.",
      ];
    case "folder":
      return [
        "The agent run cannot begin",
        "The folder in which runs live cannot be used.",
        saidBy("The machine", said),
        "Whoever operates Autoloop sees that the folder in `AUTOLOOP_WORK_DIR` exists, belongs to Autoloop and has room. It is " +
          "tried again by itself.",
      ];
    case "runner":
      return [
        "The agent run cannot begin",
        "The process that carries it out did not start.",
        saidBy("It", said),
        "Whoever operates Autoloop finds the reason in its log, most likely memory or a broken installation. It is tried again " +
          "by itself.",
      ];
  }
}

function saidBy(who: string, said: string | null): string | null {
  return said === null || said.trim() === "" ? null : `${who} said: ${sentence(said, SAID_CHARACTERS)}`;
}

function notices(title: string, what: string, said: string | null, cure: string): string {
  return [`### ⚠️ ${title}`, "", `**${what}**`, ...(said === null ? [] : ["", said]), "", cure].join("\n");
}
