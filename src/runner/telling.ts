// Makes what programs of a run printed fit to be told to people and agents: without secrets, and without the places of this
// machine, which tell nobody anything. Must never touch what is measured or proposed.

import { homedir, userInfo } from "node:os";
import { scrubber } from "../text/format/scrub.ts";
import { type Place, withoutPlaces } from "../text/output/places.ts";
import { secretValues } from "./agent/secrets.ts";
import type { RunContext } from "./run-context.ts";

export function fitToTell({
  places,
  launch,
}: Pick<RunContext, "places" | "launch">): (text: string) => string {
  const scrub = scrubber(secretValues(launch.secrets));
  const named: readonly Place[] = [
    { path: places.checkout, as: "" },
    { path: places.workspace, as: "" },
    { path: places.script, as: "evaluation script" },
    ...[places.agentHome, places.evaluationHome, ...homes()].map((path) => ({ path, as: "~" })),
    ...[places.agentTmp, places.evaluationTmp].map((path) => ({ path, as: "tmp" })),
    { path: places.folder, as: "…" },
  ];
  // A secret may hold a path, but none of ours holds a secret.
  return (text) => withoutPlaces(scrub(text), named);
}

/** Of whoever runs this; what lies directly below the root may be part of any path. */
function homes(): readonly string[] {
  return [...new Set([homedir(), ownHome()])].filter((home) => home.lastIndexOf("/") > 0 || home === "/root");
}

/** The system's word for it, which no variable changes. */
function ownHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    return homedir();
  }
}
