// The answer to a request whose maker was not granted what it needs.

import { type Answer, type FrontRequest, problem } from "./http.ts";
import { type Access, holds } from "./principals.ts";

/** The refusal of what somebody was not granted, or null. GitHub words it differently for apps and people. */
export function refusal({ who }: FrontRequest, permission: string, access: Access): Answer | null {
  if (holds(who, permission, access)) return null;
  const integration = who.kind === "installation" || who.kind === "app";
  return problem(
    403,
    integration ? "Resource not accessible by integration" : "Must have admin rights to Repository.",
  );
}
