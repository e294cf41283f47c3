// What every `Forge`, `MemoryStore` and `Checkout` must do, whatever stands behind them: one part for each role, so that
// a forge in the making can be held to those that it has. Run on the in-memory fake and on the real adapters against
// the local GitHub, so that neither can drift from the other.

import { branchesContract } from "./branches-contract.ts";
import { changesContract } from "./changes-contract.ts";
import { commentsContract } from "./comments-contract.ts";
import { conversationContract } from "./conversation-contract.ts";
import { displayContract } from "./display-contract.ts";
import { limitsContract } from "./limits-contract.ts";
import { memoryContract } from "./memory-contract.ts";
import { programReadsContract } from "./program-reads-contract.ts";
import { refusalsContract } from "./refusals-contract.ts";
import { repositoryReadsContract } from "./repository-reads-contract.ts";
import type { ContractWorld } from "./world.ts";

/** Registers the whole suite; `makeWorld` is called once for each part. */
export function forgeContract(name: string, makeWorld: () => Promise<ContractWorld>): void {
  repositoryReadsContract(name, makeWorld);
  programReadsContract(name, makeWorld);
  conversationContract(name, makeWorld);
  commentsContract(name, makeWorld);
  branchesContract(name, makeWorld);
  changesContract(name, makeWorld);
  displayContract(name, makeWorld);
  memoryContract(name, makeWorld);
  refusalsContract(name, makeWorld);
  limitsContract(name, makeWorld);
}
