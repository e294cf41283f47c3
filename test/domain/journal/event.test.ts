import { describe, expect, it } from "vitest";
import { endsIteration } from "../../../src/domain/journal/event.ts";

describe(endsIteration, () => {
  it.each(["iteration.accept", "iteration.reject", "iteration.error"] as const)("is true of %s", (type) => {
    expect(endsIteration({ type })).toBe(true);
  });

  it.each(["iteration.start", "iteration.commit", "steering.received"] as const)("is false of %s", (type) => {
    expect(endsIteration({ type })).toBe(false);
  });
});
