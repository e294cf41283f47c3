import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../../src/domain/version.ts";
import { inertBlock, inertLine } from "../../../src/text/format/inert.ts";
import {
  answerMarker,
  answerTo,
  hasStatusMarker,
  iterationMarker,
  iterationOf,
  noticeMarker,
  noticeOf,
  STATUS_MARKER,
  sameStatus,
  statusSeq,
  statusSeqMarker,
  statusVersion,
} from "../../../src/text/format/markers.ts";

const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,60}$/);

describe("iterationOf", () => {
  it("reads what iterationMarker wrote", () => {
    fc.assert(
      fc.property(name, fc.nat({ max: 99_999 }), (program, number) => {
        expect(iterationOf(`${iterationMarker(program, number)}\ntext`)).toEqual({ program, number });
      }),
    );
  });

  it("believes only a marker that begins the comment", () => {
    expect(iterationOf(`text\n${iterationMarker("carton", 1)}`)).toBeNull();
    expect(iterationOf("<!-- autoloop:v2 iteration program=carton number=1 -->")).toBeNull();
    expect(iterationOf("")).toBeNull();
  });
});

describe("noticeOf", () => {
  it("reads what noticeMarker wrote", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("paused" as const, "problems" as const, "approval" as const, "completed" as const),
        fc.stringMatching(/^[\w.:]{1,80}$/),
        (kind, key) => {
          expect(noticeOf(`${noticeMarker(kind, key)}\ntext`)).toEqual({ kind, key });
        },
      ),
    );
  });

  it("takes no key that could end the marker", () => {
    expect(() => noticeMarker("paused", "a-->b")).toThrow(RangeError);
    expect(() => noticeMarker("paused", "")).toThrow(RangeError);
  });
});

describe("statusSeq", () => {
  it("reads what statusSeqMarker wrote", () => {
    fc.assert(
      fc.property(fc.nat(), (seq) => {
        expect(statusSeq(`${STATUS_MARKER}\n${statusSeqMarker(seq)}`)).toBe(seq);
      }),
    );
  });

  it("does not know it of an older edition's comment", () => {
    expect(statusSeq(`${STATUS_MARKER}\n🤖 **Status**`)).toBeNull();
  });
});

describe("hasStatusMarker", () => {
  it("finds the marker of older editions wherever it stands", () => {
    expect(hasStatusMarker(`> quoted\n\n${STATUS_MARKER}\n`)).toBe(true);
    expect(hasStatusMarker("<!-- AUTOLOOP -->")).toBe(false);
  });

  it("never finds one that came through the inert text", () => {
    for (const marker of [STATUS_MARKER, statusSeqMarker(7), iterationMarker("carton", 1)]) {
      for (const text of [inertLine(marker, 200), inertBlock(`x\n${marker}`, 200)]) {
        expect([hasStatusMarker(text), statusSeq(text), iterationOf(text)]).toEqual([false, null, null]);
      }
    }
  });
});

describe(statusVersion, () => {
  it("is the version that wrote the comment, where it says so", () => {
    expect(statusVersion(statusSeqMarker(7))).toBe(VERSION);
    expect(statusVersion(statusSeqMarker(7, "1.2.3-rc.1+b"))).toBe("1.2.3-rc.1+b");
    const unsaid = "<!-- autoloop:v1 status seq=7 -->";
    expect([statusVersion(unsaid), statusSeq(unsaid)]).toEqual([null, 7]);
  });
});

describe("sameStatus", () => {
  const status = (seq: number, text: string) => `${STATUS_MARKER}\n${statusSeqMarker(seq)}\n\n${text}\n`;

  it("ignores the sequence number and what GitHub does to line ends", () => {
    expect(sameStatus(status(1, "a"), status(2, "a"))).toBe(true);
    expect(sameStatus(status(1, "a"), status(1, "a").replaceAll("\n", "\r\n").trimEnd())).toBe(true);
  });

  it("sees every other difference", () => {
    expect(sameStatus(status(1, "a"), status(1, "b"))).toBe(false);
  });
});

describe("answerMarker", () => {
  it("is read back as what it was written for, and is written for nothing else", () => {
    const to = `5.${"a".repeat(12)}`;
    expect(answerTo(`${answerMarker("carton", to)}\nmore`)).toEqual({ program: "carton", to });
    expect(answerTo(`<!-- autoloop:v1 answer to=${to} -->`)).toEqual({ program: null, to });
    expect(answerTo(` ${answerMarker("carton", to)}`)).toBeNull();
    for (const odd of ["", "5", `5.${"a".repeat(11)}`, `5.${"a".repeat(12)} -->`])
      expect(() => answerMarker("carton", odd)).toThrow(RangeError);
  });
});
