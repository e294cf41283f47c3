// What a branch requires, over REST: the full rule for those who may administer, the summary in the branch for
// everybody who may read it, and rulesets for everybody.

import type { Host } from "../../host/host.ts";
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

export function protectionRoutes(host: Host): readonly Route[] {
  const branches = `${host.base}/branches`;
  const path = `${branches}/*branch/protection/required_status_checks`;
  return [
    route("GET", path, async (request) => required(host, request)),
    route("GET", `${host.base}/rules/branches/*branch`, async (request) => rules(host, request)),
    route("GET", `${branches}/*branch`, (request) => branch(host, request)),
  ];
}

/** Needs the permission `administration`; a person who is no administrator is told that there is nothing. */
function required(host: Host, request: FrontRequest): Answer {
  if (request.who.kind === "person" && request.who.role !== "admin") return notFound();
  const refused = refusal(request, "administration", "read");
  if (refused !== null) return refused;
  const name = param(request, "branch");
  const rule = host.protections.get("branch-protection", name);
  if (rule === null) return problem(404, "Branch not protected");
  const url = `${host.url}${host.base}/branches/${name}/protection/required_status_checks`;
  return { status: 200, body: { url, contexts_url: `${url}/contexts`, ...policy(host, rule) } };
}

function policy(host: Host, { strict, checks }: Protection) {
  const app_id = ({ app }: RequiredCheck) => (app === null ? null : (host.apps.get(app)?.appId ?? null));
  return {
    strict,
    contexts: checks.map(({ context }) => context),
    checks: checks.map((check) => ({ context: check.context, app_id: app_id(check) })),
  };
}

function rules(host: Host, request: FrontRequest): Answer {
  const ruleset = host.protections.get("ruleset", param(request, "branch"));
  const source = { ruleset_source_type: "Repository", ruleset_source: `${host.owner}/${host.name}` };
  const checks = ruleset?.checks.map(({ context, app }) => {
    const integration_id = app === null ? undefined : host.apps.get(app)?.appId;
    return { context, ...(integration_id !== undefined && { integration_id }) };
  });
  const parameters = {
    required_status_checks: checks,
    strict_required_status_checks_policy: ruleset?.strict,
  };
  const all =
    ruleset === null ? [] : [{ type: "required_status_checks", ...source, ruleset_id: 1, parameters }];
  const { items, link } = paged(host.url, request, all);
  return { status: 200, link, body: items };
}

async function branch(host: Host, request: FrontRequest): Promise<Answer> {
  const answer = await host.upstream.pass(request);
  if (answer.status !== 200) return answer;
  const name = param(request, "branch");
  const rule = host.protections.get("branch-protection", name);
  const { contexts, checks } = rule === null ? { contexts: [], checks: [] } : policy(host, rule);
  const enforcement_level = rule === null ? "off" : "non_admins";
  return {
    status: 200,
    body: {
      ...(answer.body as object),
      protected: host.protections.checksOf(name).length > 0,
      protection: {
        enabled: rule !== null,
        required_status_checks: { enforcement_level, contexts, checks },
      },
    },
  };
}
