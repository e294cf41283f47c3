import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEvents } from "../../../src/text/journal/journal.ts";
import {
  olderFrom,
  readResults,
  renderResults,
  resultsFromEvents,
  withoutOlder,
} from "../../../src/text/journal/results-table.ts";
import { histories } from "../../support/plan/histories.ts";
import { aJournal, someFacts, someSha, written } from "../../support/plan/journal.ts";

const saying = (change: string) => {
  const { answer } = someFacts(0);
  return answer === null ? {} : { answer: { ...answer, change } };
};

describe("renderResults", () => {
  it("writes a line for each ended iteration", () => {
    const { state } = aJournal()
      .baseline(760.25)
      .accepted(700.5, { cost: { usd: 0.12, input_tokens: 1, output_tokens: 2 } })
      .rejected(720, "worse", saying("Try\ta\n\u001b[31mcube.\u200b"))
      .failed("=HYPERLINK(1)");
    expect(renderResults(null, state.recent)).toBe(
      [
        "iteration\tcommit\tmetric\tdelta\tstatus\tseconds\tcost_usd\tsecondary\tdescription",
        "0\t-\t760.25\t-\tbaseline\t12.5\t-\t-\tthe baseline was measured",
        "1\te600c0c\t700.5\t-59.75\tkeep\t12.5\t0.12\t-\tMake the carton a little deeper.",
        "2\t-\t720\t19.5\tdiscard\t12.5\t-\t-\tTry a [31mcube.",
        "3\t-\t-\t-\tcrash\t0\t-\t-\t'=HYPERLINK(1)",
        "",
      ].join("\n"),
    );
  });

  it("writes what is there, and a dash for the rest", () => {
    const journal = aJournal().begun("baseline").reported(5, { answer: null });
    journal.event({ type: "iteration.reject", iteration: 0, reason: "@odd" }).begun("baseline");
    journal.event({ type: "iteration.error", iteration: 1, reason: "-x" }).baseline(0.3);
    journal
      .rejected(0.1 + 0.2, "r", saying("+1 = 2-1"))
      .accepted(0.1, saying(""))
      .rejected(1, "r", saying(`x=@-${"x".repeat(197)}`));
    expect(renderResults(null, journal.state.recent).split("\n").slice(1, -1)).toEqual([
      "0\t-\t5\t-\tdiscard\t12.5\t-\t-\t'@odd",
      "1\t-\t-\t-\tcrash\t0\t-\t-\t'-x",
      "2\t-\t0.3\t-\tbaseline\t12.5\t-\t-\tthe baseline was measured",
      "3\t-\t0.30000000000000004\t5.55111512313e-17\tdiscard\t12.5\t-\t-\t'+1 = 2-1",
      `4\t${someSha(4).slice(0, 7)}\t0.1\t-0.2\tkeep\t12.5\t-\t-\tbetter, and CI is green`,
      `5\t-\t1\t0.9\tdiscard\t12.5\t-\t-\tx=@-${"x".repeat(195)}…`,
    ]);
  });

  it("goes on behind a header alone, and behind the number of its last line", () => {
    const { recent } = aJournal().baseline(760).accepted(700).rejected(720).state;
    const whole = renderResults(null, recent);
    const [header = "", first = "", second = ""] = whole.split("\n");
    expect(renderResults(`${header}\n`, recent)).toBe(whole);
    expect(renderResults(`${header}\n${first}\n${second}\n`, recent)).toBe(whole);
    const own = `${header}\nmine\n999999999999999\tx\n`;
    expect(renderResults(own, recent)).toBe(own);
    for (const broken of ["1999999999999999\tx", "x1\t", "1 \t", "1"])
      expect(renderResults(`${header}\n${broken}\n`, recent)).toBe(whole);
    for (const start of [`x${header}\n`, `${header} \n`, header])
      expect(renderResults(start, recent)).toBe(whole);
  });

  it("tells of the other numbers of an evaluation as pairs", () => {
    const secondary = { "peak memory": 12.5, "a=b": 3 };
    const { state } = aJournal().baseline(760).rejected(720, "worse", { secondary });
    expect(renderResults(null, state.recent).split("\n")[2]?.split("\t")[7]).toBe("peak_memory=12.5 a_b=3");
  });

  it("learns a column that an older table lacks without losing a line of it", () => {
    const older = [
      "iteration\tcommit\tmetric\tdelta\tstatus\tseconds\tcost_usd\tdescription",
      "0\t-\t760.25\t-\tbaseline\t12.5\t-\tthe baseline was measured",
      "a person's own line\t1",
      "7\te600c0c\t700.5\t-59.75\tkeep\t12.5\t0.12\tMake it deeper.",
      "",
    ].join("\n");
    const { recent } = aJournal().baseline(760).state;
    const newer = recent.map((record) => ({ ...record, number: 8 }));
    expect(renderResults(older, newer).split("\n")).toEqual([
      "iteration\tcommit\tmetric\tdelta\tstatus\tseconds\tcost_usd\tsecondary\tdescription",
      "0\t-\t760.25\t-\tbaseline\t12.5\t-\t-\tthe baseline was measured",
      "a person's own line\t1",
      "7\te600c0c\t700.5\t-59.75\tkeep\t12.5\t0.12\t-\tMake it deeper.",
      "8\t-\t760\t-\tbaseline\t12.5\t-\t-\tthe baseline was measured",
      "",
    ]);
    expect([...readResults(older).values()].map(({ description }) => description)).toEqual([
      "the baseline was measured",
      "Make it deeper.",
    ]);
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

  it("starts again from a table whose last line is torn", () => {
    const { recent } = aJournal().baseline(760).accepted(700).state;
    const whole = renderResults(null, recent);
    expect(renderResults(whole.slice(0, -9), recent)).toBe(whole);
  });
});

describe(withoutOlder, () => {
  const header = renderResults(null, []);
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => `${from + index}\t-\t1\t-\tdiscard\t1\t-\tx\n`).join("");

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
          return renderResults(table, journal.state?.recent ?? []);
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
    const row = "12\tabc\t1.5\t-0.5\tkeep\t3\t0.1\tm=1\tFold it.";
    expect(readResults(row)).toEqual(
      new Map([[12, { metric: 1.5, delta: -0.5, status: "keep", description: "Fold it." }]]),
    );
    const broken = [
      ...[`x${row}`, row.replace("12", ""), row.replace("12", "1234567890"), row.replace("keep", "keeps")],
      ...[
        row.replace("\t0.1\tm=1\tFold it.", "\tFold"),
        row.replace("\t0.1\tm=1\tFold it.", "\t0.1"),
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
  it("are made again where the last line begins with no number", () => {
    const { recent } = aJournal().baseline(760).state;
    const table = renderResults(null, recent);
    expect(renderResults(`${table}total\t1\n`, recent)).toBe(table);
  });

  it("are read as far as they can be", () => {
    const [header = "", first = ""] = renderResults(null, aJournal().baseline(760).state.recent).split("\n");
    const rows = readResults([header, first, "x", first.replace("0\t-\t760", "1\t-\t "), ""].join("\n"));
    expect([...rows]).toMatchObject([
      [0, { metric: 760, delta: null, status: "baseline" }],
      [1, { metric: null, delta: null }],
    ]);
  });
});
