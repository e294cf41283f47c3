// What a machine hides from agents and evaluations: folders that hold other people's work, the app and its secrets.
// Looks at the disk; starts nothing.

import { readdir, realpath } from "node:fs/promises";
import { homedir, tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What the app knows of itself. */
export interface Own {
  /** Below it every run has its folder. */
  readonly workDir: string;
  /** The folder in which the app was started, where its `.env` lies. */
  readonly appFolder: string;
  /** Files that hold its secrets, wherever they lie. */
  readonly secretFiles: readonly string[];
  /** Folders that agents of other runs fill. */
  readonly caches: readonly string[];
  /** Where programs are looked for. */
  readonly searchPath: string;
}

interface Hidden {
  /** Shown empty. */
  readonly folders: readonly string[];
  /** Shown as nothing. */
  readonly files: readonly string[];
  /** Shown although they lie in one of the folders; read-only. */
  readonly shown: readonly string[];
}

/** Nothing starts any more where one of these is empty. */
const SYSTEM = ["/bin", "/dev", "/etc", "/lib", "/nix/store", "/opt", "/proc", "/sbin", "/sys", "/usr/bin"];
const ALSO_SYSTEM = ["/usr/lib", "/usr/local/bin", "/usr/local/lib", "/usr/sbin", "/usr/share"];
/** Entries of a folder of programs whose links are followed. */
const PROGRAMS = 2_000;

export async function hiddenOn(own: Own): Promise<Hidden> {
  const code = dirname(fileURLToPath(import.meta.url));
  const wanted = [
    ...own.caches,
    tmpdir(),
    "/tmp",
    "/var/tmp",
    "/run",
    homedir(),
    ownHome(),
    own.workDir,
    own.appFolder,
    code,
  ];
  const found = (await Promise.all(wanted.map(real))).filter((folder) => folder !== null);
  const folders = outermost(found.filter((folder) => !isSystem(folder)));
  const isHidden = (place: string) => folders.some((folder) => isIn(place, folder));
  const workDir = (await real(own.workDir)) ?? own.workDir;

  const candidates = [...(await programs(own.searchPath, isHidden)), process.execPath, ...ownCode()];
  const places = (await Promise.all([...candidates, "/etc/resolv.conf"].map(real))).filter(
    (place) => place !== null,
  );
  // Nothing of a run is ever shown to another one, and no folder whole that has to be hidden.
  const shown = outermost(
    places.filter(
      (place) => isHidden(place) && !isIn(place, workDir) && !folders.some((folder) => isIn(folder, place)),
    ),
  );
  const secrets = (await Promise.all(own.secretFiles.map(real))).filter((file) => file !== null);
  const isSeen = (file: string) => !isHidden(file) || shown.some((place) => isIn(file, place));
  return { folders, shown, files: [...new Set(secrets)].filter(isSeen) };
}

/** The user's home, whatever the environment says. A container's user may be in no list of users. */
function ownHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    return homedir();
  }
}

/** Folders of programs in hidden folders, and what their links lead to; libraries lie beside them. */
async function programs(
  searchPath: string,
  isHidden: (place: string) => boolean,
): Promise<readonly string[]> {
  const places: string[] = [];
  for (const entry of new Set([...searchPath.split(":"), dirname(process.execPath)])) {
    const folder = entry.startsWith("/") ? await real(entry) : null;
    if (folder === null || !isHidden(folder)) continue;
    // A folder that is on the search path twice, once by a link, is found under both names.
    places.push(folder, join(dirname(folder), "lib", "node_modules"));
    for (const name of (await readdir(folder)).slice(0, PROGRAMS)) {
      const target = await real(join(folder, name));
      if (target !== null && dirname(target) !== folder) places.push(packagesOf(target));
    }
  }
  return places;
}

/** A program that is a package of npm needs those beside it. */
function packagesOf(program: string): string {
  const at = program.indexOf("/node_modules/");
  return at < 0 ? program : program.slice(0, at + "/node_modules".length);
}

/** The built-in agents, each a file beside this one when bundled; else modules, which find their packages above. */
function ownCode(): readonly string[] {
  if (import.meta.url.endsWith(".mjs"))
    return ["./tuner.mjs", "./acp.mjs"].map((file) => fileURLToPath(new URL(file, import.meta.url)));
  return ["../..", "../../../../node_modules", "../../../node_modules", "../../../../package.json"].map(
    (up) => fileURLToPath(new URL(up, import.meta.url)),
  );
}

async function real(path: string): Promise<string | null> {
  return realpath(path).catch(() => null);
}

function isSystem(folder: string): boolean {
  return folder === "/" || [...SYSTEM, ...ALSO_SYSTEM].some((one) => isIn(one, folder));
}

/** The folder itself counts. */
function isIn(place: string, folder: string): boolean {
  return place === folder || place.startsWith(`${folder}/`);
}

/** Without those that lie in another one; each once. */
function outermost(places: readonly string[]): readonly string[] {
  const all = [...new Set(places)].sort();
  return all.filter((place) => !all.some((other) => other !== place && isIn(place, other)));
}
