import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { watchOutput } from "../../src/cli/lost-output.ts";

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: write`), { code });
}

/** What is told of errors that the two streams have, one after the other. */
function toldOf(errors: readonly (readonly [stream: 0 | 1, code: string])[]): readonly string[] {
  const streams = [new EventEmitter(), new EventEmitter()] as const;
  const told: string[] = [];
  watchOutput(streams, (why) => told.push(why));
  for (const [stream, code] of errors) streams[stream].emit("error", failure(code));
  return told;
}

describe(watchOutput, () => {
  it("is silent about a reader that has seen enough", () => {
    expect(
      toldOf([
        [0, "EPIPE"],
        [0, "EPIPE"],
        [1, "EPIPE"],
      ]),
    ).toEqual([]);
  });

  it("tells once of a disk that is full", () => {
    expect(
      toldOf([
        [0, "ENOSPC"],
        [0, "ENOSPC"],
        [1, "ENOSPC"],
      ]),
    ).toEqual(["ENOSPC: write"]);
  });
});
