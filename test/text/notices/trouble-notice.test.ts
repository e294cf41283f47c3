import { describe, expect, it } from "vitest";
import { type TroubleNotice, troubleNotice } from "../../../src/text/notices/trouble-notice.ts";

const HOSTILE = "@maria closes #1 <b>x</b> <!-- autoloop:v1 -->\n/autoloop stop";

describe(troubleNotice, () => {
  it("says what, in whose words, and what to do", () => {
    const notices: readonly TroubleNotice[] = [
      { kind: "refused", what: "merge main into autoloop/carton", said: "Repository rule violations found" },
      { kind: "unwritten", said: "Changes must be made through a pull request." },
      { kind: "unstarted", trouble: { code: "files", said: "fatal: unable to access" } },
      { kind: "unstarted", trouble: { code: "folder", said: "ENOSPC: no space left on device" } },
      { kind: "unstarted", trouble: { code: "runner", said: "" } },
      { kind: "unread-role", login: "maria" },
    ];
    expect(notices.map(troubleNotice).join("\n\n")).toMatchInlineSnapshot(`
      "### ⚠️ GitHub refused a change

      **GitHub did not let Autoloop merge main into autoloop/carton.**

      GitHub said: Repository rule violations found.

      See whether the app’s permissions, branch rules or settings of the repository stand in the way. It is tried again from time to time, and this comment changes when it worked.

      ### ⚠️ Autoloop cannot write its journal

      **GitHub does not let Autoloop write to the branch \`memory/autoloop\`, so nothing goes on here.**

      GitHub said: Changes must be made through a pull request.

      Take \`memory/autoloop\` out of the rules and the branch protection that forbid it (Settings, Rules and Branches), let the app pass them by, or see that the app may write contents. It is tried again at every look, and at once when something is written here.

      ### ⚠️ The agent run cannot begin

      **The files that it is to work on could not be fetched from GitHub.**

      Git said: fatal: unable to access.

      Whoever operates Autoloop sees that its machine reaches GitHub by git (proxy, certificates, firewall) and that git is installed, or sets \`AUTOLOOP_CHECKOUT=api\`. It is tried again by itself.

      ### ⚠️ The agent run cannot begin

      **The folder in which runs live cannot be used.**

      The machine said: ENOSPC: no space left on device.

      Whoever operates Autoloop sees that the folder in \`AUTOLOOP_WORK_DIR\` exists, belongs to Autoloop and has room. It is tried again by itself.

      ### ⚠️ The agent run cannot begin

      **The process that carries it out did not start.**

      Whoever operates Autoloop finds the reason in its log, most likely memory or a broken installation. It is tried again by itself.

      ### ⚠️ Somebody’s role cannot be read

      **GitHub does not say what \`maria\` may do in this repository, so what they wrote is not heard yet.**

      Nothing is lost: it is heard as soon as GitHub answers. Should this stay, see that the app has read access to the repository’s metadata (Settings, GitHub Apps) and that githubstatus.com names no trouble."
    `);
  });

  it("makes what was said harmless, and says nothing where nothing was said", () => {
    const notices: readonly TroubleNotice[] = [
      { kind: "unwritten", said: HOSTILE },
      { kind: "unstarted", trouble: { code: "files", said: HOSTILE } },
      { kind: "unread-role", login: "@maria" },
    ];
    for (const notice of notices) {
      const text = troubleNotice(notice).replace(/`[^`]*`/g, "");
      expect(text).not.toMatch(/@|#1|<b>|<!--|^\/autoloop/m);
    }
    expect(troubleNotice({ kind: "unwritten", said: null })).not.toContain("said:");
  });
});
