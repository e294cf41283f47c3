import { describe, expect, it } from "vitest";
import { lastEditor, lookAtLegacy } from "../../../src/reconcile/read/legacy-reader.ts";
import { movedComment } from "../../../src/text/comments/moved-comment.ts";
import { renderStateFile } from "../../../src/text/state-file/state-file.ts";
import { FakeGithub } from "../../support/github/fake-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { NAME, upgradeText, upgradeWorld } from "../../support/loop/upgrade.ts";
import { aKeptProgram } from "../../support/plan/observation.ts";

const FILE = upgradeText(`${NAME}.md`);

function world() {
  const github = new FakeGithub({ clock: new FakeClock(), files: {} });
  const issue = upgradeWorld(github);
  const legacy = async (file: string | "absent" = FILE) => {
    const key = github.key(issue);
    return lookAtLegacy(github.forge, key, await github.forge.look({ key, name: NAME }), file);
  };
  return { github, issue, legacy };
}

describe(lookAtLegacy, () => {
  it("finds pull requests and the issues that are to point to the program's", async () => {
    const { legacy } = world();
    const found = await legacy();
    expect(found?.pulls.map(({ number }) => number)).toEqual([4]);
    expect(found?.issues.length).toBeGreaterThan(0);
    expect(found?.issues.every(({ pointed }) => !pointed)).toBe(true);
  });

  it("holds for pointed what has the app's pointer, is locked or is gone", async () => {
    const { github, issue, legacy } = world();
    const [number = 0] = (await legacy())?.issues.map((one) => one.number) ?? [];
    const pointed = async () => (await legacy())?.issues.find((one) => one.number === number)?.pointed;
    github.comment(number, "maria", movedComment(NAME, issue));
    expect(await pointed()).toBe(false);
    github.comment(number, github.self, movedComment(NAME, issue));
    expect(await pointed()).toBe(true);
    const locked = world();
    locked.github.lockIssue(number, true);
    const found = await locked.legacy();
    expect(found?.issues.find((one) => one.number === number)?.pointed).toBe(true);
  });

  it("is null where no state file is, or the issue is no open program", async () => {
    const { github, issue, legacy } = world();
    expect(await legacy("absent")).toBeNull();
    github.closeIssue(issue, "maintainer");
    expect(await legacy()).toBeNull();
    const unlabelled = world();
    unlabelled.github.removeLabel(unlabelled.issue, "autoloop-program");
    expect(await unlabelled.legacy()).toBeNull();
  });
});

describe(lastEditor, () => {
  it("is who wrote a state file that differs from what the journal says, and is asked of no other", async () => {
    const { github, issue } = world();
    const { state } = aKeptProgram();
    const file = renderStateFile(null, state);
    const key = github.key(issue);
    expect(await lastEditor(github.forge, key, file, state)).toBeNull();
    expect(await lastEditor(github.forge, key, file, null)).toBeNull();
    const edited = file.replace("| Paused | false |", "| Paused | true |");
    expect(edited).not.toBe(file);
    github.pushCommit("memory/autoloop", { [`${state.name}.md`]: edited }, { author: "maria" });
    expect(await lastEditor(github.forge, key, edited, state)).toEqual({ login: "maria" });
  });
});
