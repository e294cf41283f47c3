// The role `Display` over Octokit. Makes no request itself.

import type { Display } from "../../ports/forge/display.ts";
import { type ShowDeps, show } from "../write/show.ts";
import type { Ways } from "./ways.ts";

export function display({ of }: Ways, deps: ShowDeps): Display {
  return { show: (look, showings) => show(deps, of(look.key), look, showings) };
}
