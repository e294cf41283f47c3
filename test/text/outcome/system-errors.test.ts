import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { runProblem } from "../../../src/text/outcome/run-problems.ts";
import { errorWords, listenWords, systemErrorWords } from "../../../src/text/outcome/system-errors.ts";

const coded = (code: unknown) => Object.assign(new Error(`${code}: some words, open '/home/me/x'`), { code });

describe("systemErrorWords", () => {
  it("says what to do about a file that is not there, without a path or a code", async () => {
    const error = await readFile("/nowhere/at/all").catch((one: unknown) => one);
    expect(systemErrorWords(error)).toBe(
      "there is nothing at this path; check how it is written and where you are",
    );
  });

  it.each(["ENOENT", "EACCES", "EISDIR", "ENOSPC", "EMFILE", "ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT"])(
    "knows %s by its code alone",
    (code) => {
      expect(systemErrorWords(coded(code))).toMatch(/^[a-z][^E\n]*[;,] ?.+|^[a-z]/);
      expect(systemErrorWords(coded(code))).not.toMatch(/E[A-Z]{4}|home/);
      expect(systemErrorWords(new Error(code))).toBeNull();
    },
  );

  it.each([
    null,
    "ENOENT",
    new Error("x"),
    coded(7),
    coded("EWHATEVER"),
    coded("toString"),
    coded("EADDRINUSE"),
    coded("EAFNOSUPPORT"),
  ])("says nothing about %s", (error) => {
    expect(systemErrorWords(error)).toBeNull();
  });
});

describe("errorWords", () => {
  it("leaves an error of our own as it says it, and has words for what is none", () => {
    const words = [new Error("The journal ends."), coded("ENOENT"), 7].map((one) =>
      errorWords(one, "who knows"),
    );
    expect(words).toEqual(["The journal ends.", systemErrorWords(coded("ENOENT")), "who knows"]);
  });
});

describe("listenWords", () => {
  it("say what to do about a port that is taken", async () => {
    const first = createServer();
    await new Promise<void>((resolve) => first.listen(0, "127.0.0.1", resolve));
    const address = first.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const second = createServer();
    const error = await new Promise((resolve) => second.once("error", resolve).listen(port, "127.0.0.1"));
    await new Promise((resolve) => first.close(resolve));
    expect(listenWords(error)).toBe(
      "Somebody listens there already: stop that process, or set `PORT` to another one.",
    );
    expect(listenWords(new Error("x"))).toBeNull();
    expect(listenWords(coded("EWHATEVER"))).toBeNull();
  });
});

describe("a run that the machine could not carry on", () => {
  it("says so without the system's words", () => {
    expect(runProblem.ofError(coded("ENOSPC"))).toBe(
      "The machine on which it ran could not go on: the disk is full; free some space where Autoloop runs.",
    );
  });
});
