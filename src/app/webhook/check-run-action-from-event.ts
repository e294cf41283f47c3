// Reads a pressed button from a webhook payload. GitHub sends `requested_action` only to the app whose check it is; what
// the payload says is checked all the same, and whether the person may is asked of GitHub later.

import { z } from "zod";
import { BOXES } from "../../domain/commands/commands.ts";
import type { ProgramKey } from "../../domain/repository/view.ts";
import type { CheckRunAction } from "../../text/command/check-run-action.ts";
import { issueOfCheck } from "../../text/comments/own-check.ts";
import { accountOf, Id, Slug } from "./payload-shapes.ts";

const Requested = z.object({
  action: z.literal("requested_action"),
  requested_action: z.object({ identifier: z.literal(BOXES.map(({ verb }) => verb)) }),
  check_run: z.object({ id: Id, external_id: z.string() }),
  installation: z.object({ id: Id }),
  repository: z.object({ name: Slug, owner: z.object({ login: Slug }) }),
  sender: z.object({ login: Slug, type: z.literal("User") }),
});

/** Null for every other event. @param now milliseconds since the epoch */
export function checkRunActionFromEvent(
  event: string,
  delivery: string,
  payload: unknown,
  now: number,
): { readonly key: ProgramKey; readonly action: CheckRunAction } | null {
  const data = event === "check_run" ? Requested.safeParse(payload).data : undefined;
  const issue = data === undefined ? null : issueOfCheck(data.check_run.external_id);
  if (data === undefined || issue === null) return null;
  const { installation, repository, check_run, requested_action, sender } = data;
  return {
    key: { account: accountOf(installation), owner: repository.owner.login, name: repository.name, issue },
    action: {
      checkRun: check_run.id,
      login: sender.login,
      box: requested_action.identifier,
      delivery,
      at: new Date(now).toISOString(),
    },
  };
}
