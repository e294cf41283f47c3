// Registers the webhooks. A handler asks GitHub nothing and returns at once, because after nine seconds the library
// answers for it and hides what it does.

import type { Probot } from "probot";
import { EVENTS } from "../events.ts";

/** A webhook whose signature was right. */
export interface Delivery {
  readonly name: string;
  readonly id: string;
  readonly payload: unknown;
}

/** Lets `hear` have every event that may matter. */
export function registerHandlers(app: Pick<Probot, "on">, hear: (delivery: Delivery) => void): void {
  app.on([...EVENTS], ({ name, id, payload }) => hear({ name, id, payload }));
}
