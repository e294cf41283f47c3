// A GitHub that answers badly while the real app lives a program's life on it: the first request of each kind goes wrong, in
// one way or another. The life ends as one that nothing disturbed.

import { afterAll, expect, it, vi } from "vitest";
import { BadLine } from "../support/e2e/bad-line.ts";
import { stateOf, untilState } from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { completed, expectWhole, readWorld } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 420_000 });

/** All of them in as many lives: `BAD_ANSWERS=all`. */
const SHIFTS = process.env.BAD_ANSWERS === "all" ? Array.from({ length: BadLine.ways }, (_, n) => n) : [0];

/** Iteration 1 is kept, 2 is worse, 3 is refused by CI and repaired. */
const AGENT = `
case "$(sed -n 's/.*"iteration":\\([0-9]*\\).*/\\1/p' "$AUTOLOOP_CONTEXT")" in
  1) echo 11 > src/value.txt ;;
  2) echo 1 > src/value.txt ;;
  *) if grep -q 'must be odd' "$AUTOLOOP_PROMPT"; then echo 15 > src/value.txt; else echo 14 > src/value.txt; fi ;;
esac
`;

afterAll(closeStages);

it.each(SHIFTS)(
  "the life of a program whose requests go wrong, from way %i on, ends as any other",
  async (shift) => {
    const stage = await Stage.open({
      agent: () => AGENT,
      files: { ".github/autoloop.yml": "ci-attempts: 2\n" },
      ci: (files) => ({
        conclusion: Number(files.get("src/value.txt")) % 2 === 0 ? "failure" : "success",
        title: "the value",
        summary: "It must be odd.",
      }),
    });
    const line = new BadLine(shift);
    stage.gate.spoil = (asked) => line.spoil(asked);
    await stage.start({ AUTOLOOP_SWEEP_SECONDS: "10" });
    const issue = await stage.openProgram("Weather", program({ frontmatter: "max-iterations: 3" }));
    await completed(stage, issue, 360_000);
    const world = await readWorld(stage, issue, "weather");
    const ends = world.events.flatMap((event) => {
      if (event.type === "iteration.accept") return [`${event.iteration} accepted ${event.metric}`];
      if (event.type === "iteration.reject") return [`${event.iteration} rejected: ${event.reason}`];
      return /error|pause|revoke/.test(event.type) ? [event.type] : [];
    });
    expect(ends).toEqual([
      "0 accepted 5",
      "1 accepted 11",
      "2 rejected: Worse than the best so far (11).",
      "3 accepted 15",
    ]);
    await expectWhole(stage, world);
    expect(line.kinds.size).toBeGreaterThan(25);
    expect(stage.output()).not.toContain('"kind":"defect"');
  },
);

it("a token that GitHub takes back in the middle of an iteration is replaced by the next request", async () => {
  const stage = await Stage.open({ ci: "off" });
  await stage.start({ AUTOLOOP_SWEEP_SECONDS: "10" });
  const issue = await stage.openProgram("Token", program({ frontmatter: "ci: none\nmax-iterations: 3" }));
  await untilState(stage, "token", "has kept something", ({ counts }) => counts.accepted > 0);
  const taken = [...stage.gate.credentials].filter((one) => one.includes("ghs_"));
  expect(taken).toHaveLength(1);
  const body = JSON.stringify({ message: "Bad credentials" });
  stage.gate.spoil = ({ authorization }) => (taken.includes(authorization) ? { status: 401, body } : null);
  await completed(stage, issue);
  expect((await stateOf(stage, "token"))?.counts).toMatchObject({ accepted: 3 });
});
