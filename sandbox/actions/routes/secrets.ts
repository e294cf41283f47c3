// Secrets of the repository over REST: names to read, values to write. On GitHub a value comes sealed with the
// repository's public key; here it is base64 only, because nobody could be kept from it in one process.

import type { Host } from "../../host/host.ts";
import { type FrontRequest, invalid, notFound, param, type Route, route, text } from "../../host/http.ts";
import { refusal } from "../../host/refusal.ts";
import type { Actions } from "../actions.ts";
import { listed } from "./lists.ts";

export function secretRoutes(host: Host, actions: Actions): readonly Route[] {
  const secrets = `${host.base}/actions/secrets`;
  const { secrets: kept } = actions;
  const shown = (name: string) => ({ name, created_at: host.started, updated_at: host.started });
  const name = (request: FrontRequest) => param(request, "name").toUpperCase();
  return [
    route("GET", secrets, async (request) => {
      const names = [...kept.keys()].sort((a, b) => a.localeCompare(b));
      return refusal(request, "secrets", "read") ?? listed(host, request, "secrets", names.map(shown));
    }),
    route("GET", `${secrets}/:name`, async (request) => {
      const found = kept.has(name(request)) ? { status: 200, body: shown(name(request)) } : notFound();
      return refusal(request, "secrets", "read") ?? found;
    }),
    route("PUT", `${secrets}/:name`, async (request) => {
      const refused = refusal(request, "secrets", "write");
      if (refused !== null) return refused;
      const sealed = text(request.body, "encrypted_value");
      if (sealed === null) return invalid({ resource: "Secret", field: "encrypted_value", code: "missing" });
      const status = kept.has(name(request)) ? 204 : 201;
      actions.setSecret(name(request), Buffer.from(sealed, "base64").toString());
      return status === 201 ? { status, body: {} } : { status };
    }),
    route("DELETE", `${secrets}/:name`, async (request) => {
      const refused = refusal(request, "secrets", "write");
      if (refused !== null || !kept.has(name(request))) return refused ?? notFound();
      actions.setSecret(name(request), null);
      return { status: 204 };
    }),
  ];
}
