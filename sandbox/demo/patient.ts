// A client that asks again where nothing answered: on a busy machine a connection is not made in time, or is closed just
// when it is used again. Only for questions, which may be asked twice.

import { setTimeout as passed } from "node:timers/promises";
import type { Api } from "../api.ts";

const TRIES = 10;
const PAUSE_MS = 500;

export function patient(api: Api): Api {
  return async (method, path, body, headers) => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await api(method, path, body, headers);
      } catch (error) {
        if (!(error instanceof TypeError) || method !== "GET" || tried === TRIES) throw error;
        await passed(PAUSE_MS);
      }
    }
  };
}
