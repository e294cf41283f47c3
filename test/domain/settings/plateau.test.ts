// The setting `plateau`, and what holds where a program says nothing.

import { describe, expect, it } from "vitest";
import { definitionOf, readOverride } from "../../../src/text/settings/overrides.ts";
import { aProgram, programText } from "../../support/plan/observation.ts";
import { HOUR, planned } from "../../support/plan/planned.ts";

/** What comes next in a program of which so many iterations in a row were rejected. */
function next(rejections: number, setting: readonly string[] = [], plateau?: number) {
  const text = programText(...setting);
  const journal = aProgram(text, "carton", undefined, plateau).baseline(760);
  for (let at = 0; at < rejections; at += 1) journal.rejected(800);
  const [event] = planned({ journal, text }, { after: HOUR }).events;
  return event?.type === "loop.pause" ? `${event.kind}: ${event.reason}` : event?.type;
}

describe("plateau", () => {
  it("asks after five rejections in a row in a program that version 0.1 adopted", () => {
    expect(next(4)).toBe("iteration.start");
    expect(next(5)).toBe("plateau: 5 iterations in a row were rejected.");
  });

  it("asks after ten in a program that is adopted now", () => {
    const [adopted] = planned({ journal: "absent" }).events;
    expect(adopted).toMatchObject({ type: "program.adopted", plateau: 10 });
    expect(next(9, [], 10)).toBe("iteration.start");
    expect(next(10, [], 10)).toBe("plateau: 10 iterations in a row were rejected.");
  });

  it("asks when the program says so, whoever adopted it", () => {
    expect(next(1, ["plateau: 2"], 10)).toBe("iteration.start");
    expect(next(2, ["plateau: 2"], 10)).toMatch(/^plateau/);
    expect(next(6, ["plateau: 7"])).toBe("iteration.start");
    expect(next(7, ["plateau: 7"])).toMatch(/^plateau/);
  });

  it("never asks where the program says never", () => {
    expect(next(60, ["plateau: never"])).toBe("iteration.start");
  });

  it("can be set by command, and be as the text says again", () => {
    expect(readOverride("plateau", "Never")).toEqual({ key: "plateau", value: "Never" });
    expect(readOverride("plateau", "default")).toEqual({ key: "plateau", value: null });
    expect(readOverride("patience", "3")).toMatchObject({
      wrong: expect.stringContaining("did you mean `plateau`"),
    });
    for (const wrong of ["0", "1001", "2.5", "nevr", "none"])
      expect(readOverride("plateau", wrong)).toMatchObject({
        wrong: expect.stringContaining("must be a whole number from 1 to 1,000, or `never`"),
      });
    const { state } = aProgram();
    const set = (value: string) =>
      definitionOf({ ...state, overrides: [{ key: "plateau", value, by: "maria" }] })?.plateau;
    expect([set("never"), set("12")]).toEqual(["never", 12]);
  });
});
