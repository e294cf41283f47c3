import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEvents } from "../../../src/text/journal/journal.ts";
import {
  olderFrom,
  readResults,
  renderResults,
  resultsFromEvents,
  withMetrics,
  withoutOlder,
} from "../../../src/text/journal/results-table.ts";
import { histories } from "../../support/plan/histories.ts";
import { aJournal, someFacts, someSha, written } from "../../support/plan/journal.ts";

const saying = (change: string) => {
  const { answer } = someFacts(0);
  return answer === null ? {} : { answer: { ...answer, change } };
};

const HEADER =
  "iteration\tcommit\tmetric\tdelta\tstatus\tseconds\tcost_usd\ttokens\tconfidence\tpreset\trun\tdescription";
/** As version 0.1.0 wrote it. */
const OLD = "iteration\tcommit\tmetric\tdelta\tstatus\tseconds\tcost_usd\tdescription";

const table = (...lines: readonly string[]) => `${lines.join("\n")}\n`;
const lines = (text: string) => text.split("\n").slice(1, -1);

describe("renderResults", () => {
  it("writes a line for each ended iteration", () => {
    const { state } = aJournal()
      .baseline(760.25)
      .accepted(700.5, { cost: { usd: 0.12, input_tokens: 1, output_tokens: 2 } })
      .rejected(720, "worse", saying("Try\ta\n\u001b[31mcube.\u200b"))
      .failed("=HYPERLINK(1)");
    const run = state.recent[0]?.run_id ?? "";
    expect(renderResults(null, state.recent)).toBe(
      table(
        HEADER,
        `0\t-\t760.25\t-\tbaseline\t12.5\t-\t-\t-\t-\t${run}\tthe baseline was measured`,
        `1\te600c0c\t700.5\t-59.75\tkeep\t12.5\t0.12\t3\t-\t-\t${run}\tMake the carton a little deeper.`,
        `2\t-\t720\t19.5\tdiscard\t12.5\t-\t-\t-\t-\t${run}\tTry a [31mcube.`,
        `3\t-\t-\t-\tcrash\t0\t-\t-\t-\t-\t${run}\t'=HYPERLINK(1)`,
      ),
    );
    expect(run).toMatch(/^[a-z0-9]/);
  });

  it("writes what is there, and a dash for the rest", () => {
    const journal = aJournal().begun("baseline").reported(5, { answer: null });
    journal.event({ type: "iteration.reject", iteration: 0, reason: "@odd" }).begun("baseline");
    journal.event({ type: "iteration.error", iteration: 1, reason: "-x" }).baseline(0.3);
    journal
      .rejected(0.1 + 0.2, "r", saying("+1 = 2-1"))
      .accepted(0.1, saying(""))
      .rejected(1, "r", saying(`x=@-${"x".repeat(197)}`))
      .rejected(1, "r", { cost: { usd: null, input_tokens: 5, output_tokens: null } });
    const records = journal.state.recent.map((record) => ({ ...record, run_id: "" }));
    expect(lines(renderResults(null, records))).toEqual([
      "0\t-\t5\t-\tdiscard\t12.5\t-\t-\t-\t-\t-\t'@odd",
      "1\t-\t-\t-\tcrash\t0\t-\t-\t-\t-\t-\t'-x",
      "2\t-\t0.3\t-\tbaseline\t12.5\t-\t-\t-\t-\t-\tthe baseline was measured",
      "3\t-\t0.30000000000000004\t5.55111512313e-17\tdiscard\t12.5\t-\t-\t-\t-\t-\t'+1 = 2-1",
      `4\t${someSha(4).slice(0, 7)}\t0.1\t-0.2\tkeep\t12.5\t-\t-\t-\t-\t-\tbetter, and CI is green`,
      `5\t-\t1\t0.9\tdiscard\t12.5\t-\t-\t-\t-\t-\tx=@-${"x".repeat(195)}…`,
      "6\t-\t1\t0.9\tdiscard\t12.5\t-\t-\t-\t-\t-\tMake the carton a little deeper.",
    ]);
  });

  it("has a column for each other number that was measured", () => {
    const { recent } = aJournal().baseline(760).rejected(720).rejected(710).state;
    const [first, second, third] = recent;
    if (!first || !second || !third) throw new Error("three iterations");
    const text = renderResults(null, [
      { ...first, secondary: { kb: 12, "=x\ty": -0.5 } },
      second,
      { ...third, secondary: { mb: 3, seconds: 4, "": 1 } },
    ]);
    expect(text.split("\n")[0]).toBe(
      HEADER.replace("tokens", "tokens\tkb\t'=x y\tmb\tevaluation.seconds\t-"),
    );
    const cells = (line: number) => text.split("\n")[line]?.split("\t").slice(8, 13);
    expect([cells(1), cells(2), cells(3)]).toEqual([
      ["12", "-0.5", "-", "-", "-"],
      ["-", "-", "-", "-", "-"],
      ["-", "-", "3", "4", "1"],
    ]);
    expect(readResults(text).get(0)).toMatchObject({ metric: 760, status: "baseline" });
    expect(renderResults(text, recent)).toBe(text);
  });

  it("has at most twenty such columns, and one for two names that look alike", () => {
    const [record] = aJournal().baseline(760).state.recent;
    if (!record) throw new Error("one iteration");
    const secondary = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`m${n}`, n]));
    const many = renderResults(null, [{ ...record, secondary }]);
    expect(many.split("\n")[0]?.split("\t").slice(8, -4)).toEqual(
      Array.from({ length: 20 }, (_, n) => `m${n}`),
    );
    expect(renderResults(many, [{ ...record, number: 1, secondary: { other: 1 } }]).split("\n")[0]).toBe(
      many.split("\n")[0],
    );
    const alike = renderResults(null, [{ ...record, secondary: { "a b": 1, "a  b": 2 } }]);
    expect(alike.split("\n").map((line) => line.split("\t")[8])).toEqual(["a b", "1", undefined]);
  });

  it("says in how many pairs it was better, where it was confirmed", () => {
    const [record] = aJournal().baseline(760).state.recent;
    if (!record) throw new Error("one iteration");
    const [line = ""] = lines(
      renderResults(null, [
        { ...record, confidence: { pairs: 9, better: 8, base: 760, change: -20, noise: 3 } },
      ]),
    );
    expect(line.split("\t")[8]).toBe("8 of 9");
  });

  it("goes on behind a header alone, and behind the number of its last line", () => {
    const { recent } = aJournal().baseline(760).accepted(700).rejected(720).state;
    const whole = renderResults(null, recent);
    const [header = "", first = "", second = ""] = whole.split("\n");
    expect(renderResults(`${header}\n`, recent)).toBe(whole);
    expect(renderResults(table(header, first, second), recent)).toBe(whole);
    expect(renderResults(table(header, first, second).replaceAll("\n", "\r\n"), recent)).toBe(whole);
    for (const start of [`x${header}\n`, `${header} \n`, `${header}\tmetric\n`, `x\t${header}\n`])
      expect(renderResults(start, recent)).toBe(whole);
  });

  it("keeps the lines of people, and adds its own in their places", () => {
    const { recent } = aJournal().baseline(760).accepted(700).rejected(720).state;
    const [header = "", first = "", second = "", third = ""] = renderResults(null, recent).split("\n");
    const far = second.replace(/^1/, "999999999999999");
    const own = ["mine", "999999999999999\tx", "x1\t", "1 \t", "1", ""];
    expect(renderResults(table(header, ...own, third, far), recent)).toBe(
      table(header, ...own, first, second, third, far),
    );
  });

  it("adds only what is newer, and changes no byte before", () => {
    const history = aJournal().baseline(760).accepted(700);
    const before = renderResults(null, history.state.recent);
    const after = renderResults(before, history.rejected(720).state.recent);
    expect(after.startsWith(before)).toBe(true);
    expect(after.split("\n")).toHaveLength(5);
    expect(renderResults(after, history.state.recent)).toBe(after);
  });

  it.each(["", "iteration\n", "x\ty\n1\t2\n", "garbage"])("starts again from %j", (previous) => {
    const { recent } = aJournal().baseline(760).state;
    expect(renderResults(previous, recent)).toBe(renderResults(null, recent));
  });

  it("completes a table whose last line is torn", () => {
    const { recent } = aJournal().baseline(760).accepted(700).state;
    const whole = renderResults(null, recent);
    expect(renderResults(whole.slice(0, -60), recent)).toBe(whole);
    expect(renderResults(whole.slice(0, -1), recent)).toBe(whole);
  });

  it("tells what was revoked in its place, and keeps what else its line holds", () => {
    const [baseline, kept] = aJournal().baseline(760).accepted(700).state.recent;
    if (!baseline || !kept) throw new Error("two iterations");
    const before = renderResults(null, [baseline, { ...kept, secondary: { kb: 7 } }]);
    const revoked = { check: "build", head: someSha(1), at: kept.ended_at };
    const after = renderResults(before, [baseline, { ...kept, verdict: "rejected", commit: null, revoked }]);
    expect(after.split("\n")[2]).toBe(
      before.split("\n")[2]?.replace(someSha(1).slice(0, 7), "-").replace("keep", "discard"),
    );
    expect(after.split("\n")[2]).toContain("\t7\t");
  });
});

describe("a table of other columns", () => {
  const { recent } = aJournal().baseline(760).accepted(700).rejected(720).state;
  const whole = renderResults(null, recent);

  it("of version 0.1.0 keeps every line, and what is remembered is told in the new columns", () => {
    const long = aJournal().baseline(760);
    for (let at = 1; at < 60; at += 1) long.rejected(761);
    const old = Array.from({ length: 59 }, (_, n) => `${n}\tabc\t${n}\t-\tkeep\t1\t0.5\tOld\t${n}`);
    const rows = lines(renderResults(table(OLD, "mine", ...old), long.state.recent));
    expect(rows.slice(0, 2)).toEqual(["mine", "0\tabc\t0\t-\tkeep\t1\t0.5\t-\t-\t-\t-\tOld\t0"]);
    const numbers = rows.slice(1).map((row) => Number(row.split("\t")[0]));
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, n) => n));
    const fresh = lines(renderResults(null, long.state.recent));
    expect(rows.slice(-40)).toEqual(fresh);
  });

  it("keeps the columns of a later version, and gets what that one has not", () => {
    const later = "iteration\tjoules\tcommit\tmetric\tdelta\tstatus\tseconds\tcost_usd\tdescription";
    const row = "0\t7\t-\t760\t-\tbaseline\t1\t-\tx";
    const mixed = renderResults(table(later, row), recent).split("\n");
    expect(mixed[0]).toBe(HEADER.replace("tokens", "tokens\tjoules"));
    expect(mixed[1]?.split("\t").slice(0, 9)).toEqual([
      "0",
      "-",
      "760",
      "-",
      "baseline",
      "12.5",
      "-",
      "-",
      "7",
    ]);
    const full = whole
      .split("\n")
      .map((line, at) => (line === "" ? "" : `${line}\t${at === 0 ? "watts" : at}`));
    const text = full.join("\n");
    expect(renderResults(text, recent)).toBe(text);
    const [header = "", ...others] = text.split("\n");
    const shorter = [header, ...others.slice(0, -2), ""].join("\n");
    expect(renderResults(shorter, recent)).toBe(text.replace(/\t3\n$/, "\t-\n"));
  });

  it("loses no line and no column, whichever versions write it in turns", () => {
    const names = ["tokens", "confidence", "preset", "run", "joules", "kb", "x"];
    const written = fc.record({
      drop: fc.subarray(names),
      add: fc.subarray(["joules", "kb", "x"]),
      numbers: fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(written, ({ drop, add, numbers }) => {
        const columns = [...HEADER.split("\t").slice(0, -1), ...add, "description"].filter(
          (name, at, all) => !drop.includes(name) && all.indexOf(name) === at,
        );
        const rows = numbers
          .toSorted((a, b) => a - b)
          .map((n) =>
            columns.map((name) => (name === "iteration" ? n : name === "status" ? "keep" : `${name}${n}`)),
          );
        const text = table(columns.join("\t"), ...rows.map((row) => row.join("\t")));
        const [header = "", ...after] = renderResults(text, recent).split("\n").slice(0, -1);
        const now = header.split("\t");
        expect(columns.filter((name) => !now.includes(name))).toEqual([]);
        const cells = new Map(after.map((row) => [Number(row.split("\t")[0]), row.split("\t")]));
        expect([...cells.keys()].toSorted((a, b) => a - b)).toEqual(
          [...new Set([...numbers, 0, 1, 2])].toSorted((a, b) => a - b),
        );
        for (const n of numbers.filter((one) => one > 2))
          for (const [at, name] of columns.entries())
            if (at > 0 && name !== "status") expect(cells.get(n)?.[now.indexOf(name)]).toBe(`${name}${n}`);
        expect([...readResults(`${[header, ...after].join("\n")}\n`).keys()]).toHaveLength(cells.size);
      }),
    );
  });
});

describe(withoutOlder, () => {
  const header = renderResults(null, []);
  const rows = (from: number, count: number) =>
    Array.from(
      { length: count },
      (_, index) => `${from + index}\t-\t1\t-\tdiscard\t1\t-\t-\t-\t-\t-\tx\n`,
    ).join("");

  it("moves lines in files of fifty iterations, once none of them is remembered", () => {
    const table = header + rows(0, 120);
    expect(withoutOlder(table, 49)).toEqual({ table, older: [] });
    expect(withoutOlder(table, 99)).toEqual({
      table: header + rows(50, 70),
      older: [{ from: 0, text: header + rows(0, 50) }],
    });
    expect(withoutOlder(table, 100)).toEqual({
      table: header + rows(100, 20),
      older: [
        { from: 0, text: header + rows(0, 50) },
        { from: 50, text: header + rows(50, 50) },
      ],
    });
    expect([0, 49, 50, 99, 100].map(olderFrom)).toEqual([0, 0, 50, 50, 100]);
  });

  it("leaves where it is whatever is no line of an iteration", () => {
    const table = `${header}mine\n${rows(7, 3)}12 x\n${rows(60, 1)}`;
    expect(withoutOlder(table, 60)).toEqual({
      table: `${header}mine\n12 x\n${rows(60, 1)}`,
      older: [{ from: 0, text: header + rows(7, 3) }],
    });
  });

  it("loses no line of a program's life, and grows no further", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 90 }), (iterations, step) => {
        const files = new Map<number, string>();
        let table = header;
        for (let done = 0; done < iterations; done += step) {
          const count = Math.min(step, iterations - done);
          const parted = withoutOlder(table + rows(done, count), Math.max(0, done + count - 40));
          table = parted.table;
          for (const { from, text } of parted.older) {
            expect(files.has(from)).toBe(false);
            files.set(from, text);
          }
        }
        const all = [...files.values(), table].map((text) => text.slice(header.length)).join("");
        expect(all).toBe(rows(0, iterations));
        expect(readResults(table).size).toBeLessThan(40 + 50);
        expect(renderResults(table, [])).toBe(table);
      }),
    );
  });
});

describe("resultsFromEvents", () => {
  it("makes the table that grew line by line, over any segments", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 9_000 }), (history, segmentBytes) => {
        const { segments } = written(history, segmentBytes);
        const events = segments.flatMap(({ text }) => decodeEvents(text));
        const grown = history.events.reduce<string | null>((table, _, index) => {
          const { journal } = written(history.events.slice(0, index + 1));
          const before = index === 0 ? null : written(history.events.slice(0, index)).journal.state;
          const added = history.events.slice(index, index + 1);
          return renderResults(table, withMetrics(journal.state?.recent ?? [], before, added));
        }, null);
        expect(resultsFromEvents(events)).toBe(grown);
      }),
      { numRuns: 15 },
    );
  });
});

describe("resultsFromEvents: the end of a run", () => {
  it("writes a line where an iteration ended and nowhere else", () => {
    const history = aJournal().baseline(760).steered("x").rejected(800).paused().resumed();
    const events = decodeEvents(written(history).segments[0]?.text ?? "");
    expect(resultsFromEvents(events)).toBe(renderResults(null, history.state.recent));
    expect(resultsFromEvents([])).toBe(renderResults(null, []));
  });
});

describe("readResults", () => {
  it("takes a line for one only as a whole", () => {
    const row = "12\tabc\t1.5\t-0.5\tkeep\t3\t0.1\tFold\tit.";
    expect(readResults(row)).toEqual(
      new Map([[12, { metric: 1.5, delta: -0.5, status: "keep", description: "Fold\tit." }]]),
    );
    const broken = [
      ...[
        `x${row}`,
        row.replace("12", ""),
        row.replace("12", "1234567890123456"),
        row.replace("keep", "keeps"),
      ],
      ...[
        row.replace("\t0.1\tFold\tit.", "\tFold"),
        row.replace("\tFold\tit.", ""),
        row.replace("abc\t", ""),
        row.replace("keep", "x keep"),
      ],
    ];
    expect(readResults(broken.join("\n"))).toEqual(new Map());
    expect([...readResults("1\t\t\t \tcrash\t\t\t")]).toEqual([
      [1, { metric: null, delta: null, status: "crash", description: "" }],
    ]);
  });

  it("reads back what was written", () => {
    const { state } = aJournal().baseline(760).accepted(750.5).rejected(800).failed("it broke");
    const rows = readResults(renderResults(null, state.recent));
    expect([...rows].map(([number, { metric, delta, status }]) => [number, metric, delta, status])).toEqual([
      [0, 760, null, "baseline"],
      [1, 750.5, -9.5, "keep"],
      [2, 800, 49.5, "discard"],
      [3, null, null, "crash"],
    ]);
    expect(rows.get(3)?.description).toBe("it broke");
  });

  it("reads a line whose text holds a Unicode line separator", () => {
    const { description } = readResults("9\t-\t1\t1\tkeep\t1\t-\tx\u2028y\n").get(9) ?? {};
    expect(description).toBe("x\u2028y");
  });

  it("skips lines that are none of the app's", () => {
    expect(
      readResults("x\n1\t2\n\n9\t-\tNaN\tInfinity\tkeep\t1\t-\tx\n5\t-\t1\t1\tgreat\t1\t-\tx\n"),
    ).toEqual(new Map([[9, { metric: null, delta: null, status: "keep", description: "x" }]]));
  });
});

describe("results tables that people touched", () => {
  it("are read as far as they can be", () => {
    const [header = "", first = ""] = renderResults(null, aJournal().baseline(760).state.recent).split("\n");
    const rows = readResults([header, first, "x", first.replace("0\t-\t760", "1\t-\t "), ""].join("\n"));
    expect([...rows]).toMatchObject([
      [0, { metric: 760, delta: null, status: "baseline" }],
      [1, { metric: null, delta: null }],
    ]);
  });
});
