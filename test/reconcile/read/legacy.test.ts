import { describe, expect, it } from "vitest";
import { readLegacy } from "../../../src/reconcile/read/legacy.ts";
import { movedComment } from "../../../src/text/comments/moved-comment.ts";
import { oldIssues } from "../../../src/text/state-file/import.ts";
import { parseStateFile } from "../../../src/text/state-file/state-file.ts";
import { FakeGithub } from "../../support/github/fake-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { NAME, upgradeText, upgradeWorld } from "../../support/loop/upgrade.ts";

/** The issues that the older edition's state file names. */
const NUMBERS = oldIssues(parseStateFile(upgradeText(`${NAME}.md`)));

function world() {
  const github = new FakeGithub({ clock: new FakeClock(), files: {} });
  const issue = upgradeWorld(github);
  const legacy = () =>
    readLegacy(
      github.forge,
      github.key(issue),
      NUMBERS.filter((number) => number !== issue),
    );
  return { github, issue, legacy };
}

describe(readLegacy, () => {
  it("finds pull requests and the issues that are to point to the program's", async () => {
    const { legacy } = world();
    const found = await legacy();
    expect(found.pulls.map(({ number }) => number)).toEqual([4]);
    expect(found.issues.length).toBeGreaterThan(0);
    expect(found.issues.every(({ pointed }) => !pointed)).toBe(true);
  });

  it("holds for pointed what has the app's pointer, is locked or is gone", async () => {
    const { github, issue, legacy } = world();
    const [number = 0] = (await legacy()).issues.map((one) => one.number);
    const pointed = async () => (await legacy()).issues.find((one) => one.number === number)?.pointed;
    github.comment(number, "maria", movedComment(NAME, issue));
    expect(await pointed()).toBe(false);
    github.comment(number, github.self, movedComment(NAME, issue));
    expect(await pointed()).toBe(true);
    const locked = world();
    locked.github.lockIssue(number, true);
    const found = await locked.legacy();
    expect(found.issues.find((one) => one.number === number)?.pointed).toBe(true);
  });
});
