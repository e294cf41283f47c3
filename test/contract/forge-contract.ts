// What every `Forge`, `MemoryStore` and `Checkout` must do, whatever stands behind them. Run on the in-memory
// fake and on the real adapters against the local GitHub, so that neither can drift from the other.

import { branchesContract } from "./branches-contract.ts";
import { ciContract } from "./ci-contract.ts";
import { commentsContract } from "./comments-contract.ts";
import { memoryContract } from "./memory-contract.ts";
import { pullsContract } from "./pulls-contract.ts";
import { readinessContract } from "./readiness-contract.ts";
import { readsContract } from "./reads-contract.ts";
import { talkContract } from "./talk-contract.ts";
import type { ContractWorld } from "./world.ts";

/** Registers the whole suite; `makeWorld` is called once for each part. */
export function forgeContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  readsContract(name, makeWorld);
  readinessContract(name, makeWorld);
  branchesContract(name, makeWorld);
  ciContract(name, makeWorld);
  pullsContract(name, makeWorld);
  commentsContract(name, makeWorld);
  talkContract(name, makeWorld);
  memoryContract(name, makeWorld);
}
