// Who asked for what, as the lines of a log tell it.

import { describe, expect, it } from "vitest";
import { createLogger, logOver } from "../../../src/app/telemetry/log.ts";
import { createTrace } from "../../../src/app/telemetry/trace.ts";

function world() {
  const trace = createTrace();
  const lines: string[] = [];
  const logger = createLogger({
    ...{ level: "debug", format: "json", context: trace.fields, scrub: (text: string) => text },
    write: (line) => lines.push(line),
  });
  const logged = () =>
    lines.map((line) => {
      const { level: _, time: __, ...fields } = JSON.parse(line) as Record<string, unknown>;
      return fields;
    });
  return { trace, lines, logger, log: logOver(logger), logged };
}

describe(createTrace, () => {
  it("puts program, run and delivery on every line of a run, whoever writes it", async () => {
    const { trace, log, logger, logged } = world();
    trace.asked("7/o/r#1", "d1");
    await trace.run("7/o/r#1", { program: "7/o/r#1", reconcile: "r1" }, async () => {
      await Promise.resolve();
      log.info("one");
      logger.warn({ nonce: "n" }, "of a library");
      logger.error(new Error("failed"));
    });
    log.info("outside");
    const run = { program: "7/o/r#1", reconcile: "r1", delivery: "d1" };
    expect(logged()).toEqual([
      { ...run, msg: "one" },
      { ...run, nonce: "n", msg: "of a library" },
      { ...run, err: expect.anything(), msg: "failed" },
      { msg: "outside" },
    ]);
  });

  it("writes no name twice in a line, and believes the line more than the run", async () => {
    const { trace, log, lines } = world();
    await trace.run("k", { program: "p", reconcile: "r1" }, async () => {
      log.child({ program: "p", reconcile: "r2" }).info("one", { reconcile: "r3" });
    });
    expect(lines[0]?.match(/"reconcile"|"program"/g)).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ program: "p", reconcile: "r3" });
  });

  it("hands the deliveries on to what a run asks for", async () => {
    const { trace, log, logged } = world();
    trace.asked("repository", "d1");
    trace.asked("repository", "d2");
    await trace.run("repository", { key: "repository" }, async () => trace.passOn("program"));
    await trace.run("program", { program: "program" }, async () => log.info("looked"));
    await trace.run("program", { program: "program" }, async () => log.info("looked again"));
    expect(logged()).toEqual([
      { program: "program", delivery: "d1 d2", msg: "looked" },
      { program: "program", msg: "looked again" },
    ]);
  });

  it("does not let what a run left behind speak for it", async () => {
    const { trace, log, logged } = world();
    const left = { behind: Promise.resolve() };
    trace.asked("one", "d1");
    await trace.run("one", { key: "one" }, async () => {
      trace.outside(() => log.info("on its own"));
      left.behind = new Promise((resolve) => {
        setImmediate(() => {
          log.info("late");
          trace.passOn("two");
          resolve();
        });
      });
    });
    await left.behind;
    await trace.run("two", { key: "two" }, async () => log.info("two"));
    expect(logged()).toEqual([{ msg: "on its own" }, { msg: "late" }, { key: "two", msg: "two" }]);
  });

  it("names the newest deliveries of a burst, and remembers no more keys than it should", async () => {
    const { trace, log, logged } = world();
    for (let n = 1; n <= 20; n += 1) trace.asked("busy", `d${n}`);
    await trace.run("busy", {}, async () => log.info("busy"));
    trace.asked("first", "d0");
    for (let n = 1; n <= 10_000; n += 1) trace.asked(`k${n}`, "d");
    await trace.run("first", {}, async () => log.info("first"));
    await trace.run("k10000", {}, async () => log.info("last"));
    expect(logged()).toEqual([
      { delivery: "d16 d17 d18 d19 d20", msg: "busy" },
      { msg: "first" },
      { delivery: "d", msg: "last" },
    ]);
  });
});
