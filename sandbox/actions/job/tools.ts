// The folder at the head of a job's PATH. `npx` of this package runs the local build, in exactly the form that the
// workflow uses; any other use of `npx` is refused, because nothing here may depend on a registry.

import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface Package {
  readonly name: string;
  readonly version: string;
  /** Path of the program, relative to the package, by command. */
  readonly bin: Readonly<Record<string, string>>;
}

/**
 * @param root folder of the package, with its `package.json`
 * @param folder is made
 */
export async function layTools(root: string, folder: string): Promise<void> {
  const local = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as Package;
  const programs = join(folder, "programs");
  const path = join(folder, "bin");
  await mkdir(programs, { recursive: true });
  await mkdir(path);
  for (const [command, file] of Object.entries(local.bin)) {
    await executable(
      join(programs, command),
      `exec ${quoted(process.execPath)} ${quoted(join(root, file))} "$@"`,
    );
  }
  await executable(join(path, "npx"), npx(local, programs));
}

/** Folders that go to the head of PATH, first one first: the shims, and the Node that runs this. */
export function toolPaths(folder: string): readonly string[] {
  return [join(folder, "bin"), dirname(process.execPath)];
}

function npx({ name, version }: Package, programs: string): string {
  return `yes=no package=
while [[ "$1" == -* ]]; do
  case "$1" in
    -y|--yes) yes=yes ;;
    --package=*) package="\${1#--package=}" ;;
    *) echo "npm error unknown option of the sandbox's npx: $1" >&2; exit 1 ;;
  esac
  shift
done
if [[ "$yes" == no ]]; then echo "npm error npx canceled due to missing --yes" >&2; exit 1; fi
if [[ "$package" != ${quoted(`${name}@${version}`)} ]]; then
  echo "npm error code ETARGET" >&2
  echo "npm error notarget No matching version found for $package." >&2
  exit 1
fi
command="$1"; shift
if [[ ! "$command" =~ ^[a-z-]+$ || ! -x ${quoted(programs)}/"$command" ]]; then
  echo "npm error could not determine executable to run" >&2
  exit 1
fi
exec ${quoted(programs)}/"$command" "$@"`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

async function executable(path: string, script: string): Promise<void> {
  await writeFile(path, `#!/usr/bin/env bash\n${script}\n`);
  await chmod(path, 0o755);
}
