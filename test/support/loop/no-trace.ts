// A trace for apps whose log nobody reads.

import type { Trace } from "../../../src/app/telemetry/trace.ts";

export const NO_TRACE: Trace = {
  asked: () => undefined,
  passOn: () => undefined,
  run: (_key, _fields, body) => body(),
  outside: (body) => body(),
  fields: () => ({}),
};
