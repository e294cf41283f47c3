import { describe, expect, it } from "vitest";
import { HOSTED, placeOf } from "../../../src/text/workflow/place.ts";

describe(placeOf, () => {
  it("is the host's machines, or those of the server's owner, or what is named", () => {
    expect(placeOf(false)).toEqual(HOSTED);
    expect(placeOf(true)).toEqual({ runsOn: "self-hosted", artifacts: "v3" });
    expect(placeOf(true, "big")).toEqual({ runsOn: "big", artifacts: "v3" });
    expect(placeOf(false, "big")).toEqual({ runsOn: "big", artifacts: "current" });
  });
});
