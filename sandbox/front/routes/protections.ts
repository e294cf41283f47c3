// What a branch requires, over REST: the full rule for those who may administer, the summary in the branch for
// everybody who may read it, and rulesets for everybody.

import type { Front } from "../../host/host.ts";
import {
  type Answer,
  type FrontRequest,
  notFound,
  param,
  problem,
  type Route,
  route,
} from "../../host/http.ts";
import { paged } from "../../host/paging.ts";
import type { Protection, RequiredCheck } from "../../host/protections.ts";
import { refusal } from "../../host/refusal.ts";

export function protectionRoutes(front: Front): readonly Route[] {
  const branches = `${front.base}/branches`;
  const path = `${branches}/*branch/protection/required_status_checks`;
  return [
    route("GET", path, async (request) => required(front, request)),
    route("GET", `${front.base}/rules/branches/*branch`, async (request) => rules(front, request)),
    route("GET", `${branches}/*branch`, (request) => branch(front, request)),
  ];
}

/** Needs the permission `administration`; a person who is no administrator is told that there is nothing. */
function required(front: Front, request: FrontRequest): Answer {
  if (request.who.kind === "person" && request.who.role !== "admin") return notFound();
  const refused = refusal(request, "administration", "read");
  if (refused !== null) return refused;
  const name = param(request, "branch");
  const rule = front.protections.get("branch-protection", name);
  if (rule === null) return problem(404, "Branch not protected");
  const url = `${front.url}${front.base}/branches/${name}/protection/required_status_checks`;
  return { status: 200, body: { url, contexts_url: `${url}/contexts`, ...policy(front, rule) } };
}

function policy(front: Front, { strict, checks }: Protection) {
  const app_id = ({ app }: RequiredCheck) => (app === null ? null : (front.apps.get(app)?.appId ?? null));
  return {
    strict,
    contexts: checks.map(({ context }) => context),
    checks: checks.map((check) => ({ context: check.context, app_id: app_id(check) })),
  };
}

function rules(front: Front, request: FrontRequest): Answer {
  const ruleset = front.protections.get("ruleset", param(request, "branch"));
  const source = { ruleset_source_type: "Repository", ruleset_source: `${front.owner}/${front.name}` };
  const checks = ruleset?.checks.map(({ context, app }) => {
    const integration_id = app === null ? undefined : front.apps.get(app)?.appId;
    return { context, ...(integration_id !== undefined && { integration_id }) };
  });
  const parameters = {
    required_status_checks: checks,
    strict_required_status_checks_policy: ruleset?.strict,
  };
  const all =
    ruleset === null ? [] : [{ type: "required_status_checks", ...source, ruleset_id: 1, parameters }];
  const { items, link } = paged(front.url, request, all);
  return { status: 200, link, body: items };
}

async function branch(front: Front, request: FrontRequest): Promise<Answer> {
  const answer = await front.upstream.pass(request);
  if (answer.status !== 200) return answer;
  const name = param(request, "branch");
  const rule = front.protections.get("branch-protection", name);
  const { contexts, checks } = rule === null ? { contexts: [], checks: [] } : policy(front, rule);
  const enforcement_level = rule === null ? "off" : "non_admins";
  return {
    status: 200,
    body: {
      ...(answer.body as object),
      protected: front.protections.checksOf(name).length > 0,
      protection: {
        enabled: rule !== null,
        required_status_checks: { enforcement_level, contexts, checks },
      },
    },
  };
}
