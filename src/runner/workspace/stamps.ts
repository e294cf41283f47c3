// How files were left on disk, so that those that nobody touched need not be read again. A stamp is believed only where
// decision 0035 says that nobody could touch a file and keep its stamp.

import { type BigIntStats, lstatSync, statfsSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A file is the very same one while all of these are: a change of any kind moves the time of the last one. */
type Stamp = readonly [device: bigint, inode: bigint, mode: bigint, size: bigint, changed: bigint];

/** File systems (statfs(2), `f_type`) whose every write moves that time: ext2 to ext4, and btrfs. tmpfs is not one of them. */
const KNOWN: ReadonlySet<number> = new Set([0xef53, 0x9123683e]);
/** The coarsest clock of theirs ticks once a second. */
const TICK_MS = 2_500;

export class Stamps {
  readonly #stamps = new Map<string, Stamp>();
  #newest = 0n;
  #believed: ReadonlyMap<string, Stamp> = new Map();

  /** @param stats of the file as it was left */
  take(path: string, stats: BigIntStats): void {
    this.#stamps.set(path, stampOf(stats));
    if (stats.ctimeNs > this.#newest) this.#newest = stats.ctimeNs;
    this.#believed = new Map();
  }

  /** Whether nobody touched the file since; false also where that cannot be told. */
  isUntouched(path: string, file: string): boolean {
    const before = this.#believed.get(path);
    if (before === undefined) return false;
    const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false });
    return stats !== undefined && stampOf(stats).every((part, index) => part === before[index]);
  }

  /**
   * Begins to believe all stamps that were taken so far, if this machine allows it: a change from here on bears a later
   * time than any of them.
   * @param folder on the same file system as the files, and out of reach of what runs from here on
   * @param isIsolated whether that runs in a sandbox, without the right to set a clock, and ends with it
   */
  async believe(folder: string, isIsolated: boolean): Promise<void> {
    const isHonest =
      isIsolated &&
      process.platform === "linux" &&
      KNOWN.has(statfsSync(folder).type) &&
      (await hasTicked(join(folder, "tick"), this.#newest));
    this.#believed = isHonest ? new Map(this.#stamps) : new Map();
  }
}

function stampOf({ dev, ino, mode, size, ctimeNs }: BigIntStats): Stamp {
  return [dev, ino, mode, size, ctimeNs];
}

/** Waits until the file system's clock, which ticks a few hundred times a second, is past `newest`. */
async function hasTicked(file: string, newest: bigint): Promise<boolean> {
  try {
    for (let waited = 0; waited < TICK_MS; waited += 1) {
      writeFileSync(file, "");
      if (lstatSync(file, { bigint: true }).ctimeNs > newest) return true;
      await pause(1);
    }
    return false;
  } finally {
    await rm(file, { force: true });
  }
}
