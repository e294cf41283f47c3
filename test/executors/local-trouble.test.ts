import { describe, expect, it } from "vitest";
import { NotStarted, Retryable, Terminal } from "../../src/domain/errors.ts";
import { filesTrouble, folderTrouble, machineSaid } from "../../src/executors/local-trouble.ts";

const ofFiles = () =>
  Object.assign(new Error("EACCES: permission denied, mkdir '/srv/autoloop/runs'"), {
    ...{ code: "EACCES", errno: -13, syscall: "mkdir" },
  });

function thrown(error: unknown): unknown {
  try {
    return filesTrouble(error);
  } catch (found) {
    return found;
  }
}

describe("filesTrouble", () => {
  it.each([
    [new Retryable("git fetch ended with 128", undefined, { cause: new Error(" fatal: no\n") }), "fatal: no"],
    [new Retryable("git fetch ended with 1", undefined, { cause: new Error(" ") }), "git fetch ended with 1"],
    [new Retryable("git cannot be started"), "git cannot be started"],
    [new Terminal("404", { said: "Not Found" }), "Not Found"],
    [new Terminal("404"), null],
    [new Retryable("x", undefined, { cause: new Error(`${"a".repeat(400)}b`) }), `${"a".repeat(299)}b`],
  ])("keeps what was said: %s", (error, said) => {
    expect(thrown(error)).toBeInstanceOf(NotStarted);
    expect(thrown(error)).toMatchObject({ trouble: { code: "files", said }, cause: error });
  });

  it.each([new Retryable("slow down", 60_000), new TypeError("a defect"), ofFiles()])(
    "passes on what is none: %s",
    (error) => {
      expect(thrown(error)).toBe(error);
    },
  );
});

describe("folderTrouble", () => {
  it("is an error of the file system, without the path", () => {
    expect(folderTrouble(ofFiles())).toMatchObject({
      trouble: { code: "folder", said: "EACCES: permission denied" },
    });
    const other = new TypeError("a defect");
    expect(folderTrouble(other)).toBe(other);
  });
});

describe("machineSaid", () => {
  it("speaks of files only", () => {
    const other = new TypeError("a defect");
    expect(() => machineSaid(other)).toThrow(other);
  });
});
