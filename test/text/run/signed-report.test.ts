import { describe, expect, it } from "vitest";
import { FRAME_CHARACTERS, framed, unframed } from "../../../src/text/run/signed-report.ts";

const MARK = "0123456789abcdef".repeat(4);

describe("framed", () => {
  it("gives back the mark and every character of the report", () => {
    const report = `{"a":"b\n${framed(MARK, "c")}"}`;
    expect(unframed(framed(MARK, report))).toEqual({ mark: MARK, report });
    expect(framed(MARK, report).length - report.length).toBeLessThanOrEqual(FRAME_CHARACTERS);
  });

  it.each([
    '{"v":1}',
    "",
    `autoloop-report ${MARK}`,
    `autoloop-report ${MARK.slice(1)}\n{}`,
    ` ${framed(MARK, "{}")}`,
  ])("is not what stands in %j", (source) => {
    expect(unframed(source)).toBe(null);
  });
});
