// The command line by which a program of an agent or of an evaluation is started: limits, and around it a sandbox of
// bubblewrap's. Decides nothing about what a machine has to hide; that is `machine.ts`. Pure.

import type { Cage } from "../../text/run/run-request.ts";

/** What one program may see and do beside what every program of this machine sees. */
interface View {
  /** Where it starts; writable. */
  readonly cwd: string;
  /** Other folders that it may write, wherever they lie. */
  readonly writable: readonly string[];
  readonly network: boolean;
}

/** Words to put before the program's own; none where nobody asked for any. */
export function within(cage: Cage | undefined, view: View): readonly string[] {
  if (cage === undefined) return [];
  const { bubblewrap } = cage;
  return bubblewrap === null ? cage.limits : [...cage.limits, bubblewrap, ...sandbox(cage, view), "--"];
}

/** Whether a program that these words start is in a sandbox, and not only limited. */
export function isIsolated(cage: Cage | undefined): boolean {
  return cage !== undefined && cage.bubblewrap !== null;
}

/** Later words cover earlier ones, so what may be seen stands after what hides it. */
function sandbox({ folders, files, shown }: Cage, { cwd, writable, network }: View): readonly string[] {
  return [
    "--die-with-parent",
    // Other processes can be neither seen nor signalled, and all end with the first.
    ...["--unshare-pid", "--unshare-ipc"],
    ...(network ? [] : ["--unshare-net"]),
    ...["--cap-drop", "ALL"],
    ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"],
    ...folders.flatMap((folder) => ["--tmpfs", folder]),
    ...shown.flatMap((place) => ["--ro-bind", place, place]),
    ...files.flatMap((file) => ["--ro-bind", "/dev/null", file]),
    ...[cwd, ...writable].flatMap((place) => ["--bind", place, place]),
    ...["--chdir", cwd],
  ];
}
