import { describe, expect, it } from "vitest";
import { aReport, FakeExecutor } from "../loop/fake-executor.ts";
import { Loop } from "../loop/loop.ts";
import { Inspector } from "./inspector.ts";

describe(Inspector, () => {
  it("has nothing to say about a life in which all goes well", async () => {
    const executor = new FakeExecutor((request) => {
      if (request.kind === "baseline") return aReport(request, 760);
      if (request.iteration % 3 === 1) return aReport(request, 900);
      return request.iteration % 3 === 2 ? { lost: "killed" } : aReport(request, 760 - request.iteration);
    });
    const loop = new Loop({ executor });
    const inspector = new Inspector(loop);
    const issue = loop.openProgram();
    for (let hour = 0; hour < 12; hour += 1) {
      await loop.hours(issue, 1);
      expect(inspector.inspect({ thorough: true })).toEqual([]);
      expect(inspector.past.isAtRest(issue)).toBe(true);
    }
    expect(loop.state().counts).toEqual({ accepted: 4, rejected: 4, errors: 4 });
  });

  it("has nothing to say about what CI refused and somebody repaired", async () => {
    const loop = new Loop({ green: false, policy: { ciAttempts: 2 } });
    const inspector = new Inspector(loop);
    const issue = loop.openProgram();
    const ci = async (state: "success" | "failure") => {
      loop.paint(state);
      await loop.hours(issue, 1);
      expect(inspector.inspect({ thorough: true })).toEqual([]);
    };
    await loop.settle(issue);
    await ci("failure");
    await ci("failure");
    expect(loop.state().pause?.kind).toBe("ci-fix-exhausted");
    loop.github.pushCommit("autoloop/carton", { "src/carton.mjs": "export const WIDTH_CM = 7;\n" });
    await ci("success");
    await ci("success");
    expect(loop.state().counts.accepted).toBeGreaterThan(0);
    await ci("failure");
    loop.github.comment(issue, "maintainer", "/autoloop resume");
    await ci("failure");
    loop.github.comment(issue, "maintainer", "/autoloop resume");
    await ci("failure");
    expect(loop.state().counts.rejected).toBeGreaterThan(0);
  });

  it("says of each deed only once what is wrong with it", async () => {
    const loop = new Loop();
    const inspector = new Inspector(loop);
    const issue = loop.openProgram();
    await loop.settle(issue);
    await loop.github.forge.createBranch(loop.github.repository, "autoloop/other", loop.head("main"));
    expect(inspector.inspect()).toHaveLength(1);
    expect(inspector.inspect()).toEqual([]);
  });
});
