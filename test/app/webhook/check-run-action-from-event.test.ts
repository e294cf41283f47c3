import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRunActionFromEvent } from "../../../src/app/webhook/check-run-action-from-event.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const payload = (change: object = {}) => ({
  action: "requested_action",
  requested_action: { identifier: "pause" },
  check_run: { id: 41_000_000_001, external_id: "autoloop:12:0123456789abcdef", name: "Autoloop / carton" },
  installation: { id: 7 },
  repository: { name: "carton", owner: { login: "octo" } },
  sender: { login: "ann", type: "User" },
  ...change,
});
const read = (change: object = {}, event = "check_run") =>
  checkRunActionFromEvent(event, "d-1", payload(change), NOW);

describe(checkRunActionFromEvent, () => {
  it("reads who pressed which button of whose check", () => {
    expect(read()).toEqual({
      key: { account: "7", owner: "octo", name: "carton", issue: 12 },
      action: {
        checkRun: 41_000_000_001,
        login: "ann",
        box: "pause",
        delivery: "d-1",
        at: "2026-01-01T00:00:00.000Z",
      },
    });
  });

  it.each([
    ["of another kind of event", {}, "check_suite"],
    ["of another action", { action: "rerequested" }, "check_run"],
    ["of a button that we do not have", { requested_action: { identifier: "merge" } }, "check_run"],
    ["on a check that is not ours", { check_run: { id: 1, external_id: "x" } }, "check_run"],
    ["of a repository called ..", { repository: { name: "..", owner: { login: "octo" } } }, "check_run"],
    ["of an owner called .", { repository: { name: "carton", owner: { login: "." } } }, "check_run"],
    ["by an app", { sender: { login: "robot[bot]", type: "Bot" } }, "check_run"],
  ])("is none %s", (_, change, event) => {
    expect(read(change, event)).toBeNull();
  });

  it("never throws, whatever arrives", () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(checkRunActionFromEvent("check_run", "d", anything, NOW)).toBeNull();
      }),
    );
  });
});
