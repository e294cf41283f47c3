import { describe, expect, it } from "vitest";
import { pullRequest, pullRequestLabels, saysNoDrafts } from "../../../src/text/comments/pull-request.ts";
import { carton, LINKS, newCarton, oldCarton } from "./carton.ts";

const links = LINKS;

describe("pullRequest", () => {
  it("says what for, how far and by which steps", () => {
    const { title, body } = pullRequest(carton(4).state, links);
    expect(title).toBe("[Autoloop: carton]");
    expect(body).toMatchInlineSnapshot(`
      "> Find the shape of a one-litre carton that takes the least cardboard. The best possible is known: a cube.

      Program: #1, where it is steered and where every iteration is reported, the discarded ones too.

      **\`cardboard_cm2\`: 760 → 641**, −119 (−15.7%) (lower is better)

      | # | Metric | Change | What |
      | --: | --: | --: | :-- |
      | 4 | 641 | −27.9 (−4.2%) | Take depth back: \`DEPTH_CM\` from 20 to 16. [\`fb7334a\`](https://github.com/acme/boxes/commit/fb7334afe2e9445cb9dc31f707241f87cc36c8e1) |
      | 2 | 668.9 | −46.3 (−6.5%) | Widen the base further: \`WIDTH_CM\` from 4.6 to 5.8. [\`8b3e2f2\`](https://github.com/acme/boxes/commit/8b3e2f24dd2c5277c1b66b121be850cfe45232ae) |
      | 1 | 715.2 | −44.8 (−5.9%) | Widen the base: \`WIDTH_CM\` from 4 to 4.6. [\`e600c0c\`](https://github.com/acme/boxes/commit/e600c0cb4a6ef7d2b2a43e69159ced5b64118839) |

      ---
      🤖 This pull request is maintained by Autoloop: an agent proposed the changes, Autoloop measured each of them away from the agent and kept only what improved the metric. It grows while the program runs and stays a draft; Autoloop never marks it ready and never merges it. Review it like anybody else’s.
      "
    `);
  });

  it("says where there are no drafts that it is none, and is known by that", () => {
    const { body } = pullRequest(carton(4).state, links, false);
    expect(body.split("\n\n").slice(-2).join("\n\n")).toMatchInlineSnapshot(`
      "> GitHub has no draft pull requests for this repository, so this is an ordinary one. It is still at work: merge it when you like what is in it, not because it is no draft.

      ---
      🤖 This pull request is maintained by Autoloop: an agent proposed the changes, Autoloop measured each of them away from the agent and kept only what improved the metric. It grows while the program runs; Autoloop never merges it. Review it like anybody else’s.
      "
    `);
    expect(saysNoDrafts(body)).toBe(true);
    expect(saysNoDrafts(pullRequest(carton(4).state, links).body)).toBe(false);
  });

  it("lists the newest thirty of many and says where the others are", () => {
    const { body } = pullRequest(oldCarton().state, links);
    const rows = body.split("\n").filter((line) => /^\| \d/.test(line));
    expect(rows[0]).toContain("| 500 |");
    expect(rows.length).toBeLessThanOrEqual(30);
    expect(body).toContain(`${66 - rows.length} older ones are in the [results table](`);
  });

  it("closes no issue", () => {
    expect(pullRequest(carton(12).state, links).body).not.toMatch(/\b(close|fix|resolve)[sd]?:?\s+#/i);
  });

  it("can be written before anything was kept", () => {
    expect(pullRequest(newCarton(), links).body).not.toMatch(/undefined|NaN|null/);
  });
});

describe("pullRequestLabels", () => {
  it("are those of the app's own things", () => {
    expect(pullRequestLabels).toEqual(["automation", "autoloop"]);
  });
});
