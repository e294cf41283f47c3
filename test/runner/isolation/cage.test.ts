import { chmod, mkdir, realpath, symlink, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { within } from "../../../src/runner/isolation/cage.ts";
import { hiddenOn } from "../../../src/runner/isolation/machine.ts";
import { cageOn } from "../../../src/runner/isolation/probe.ts";
import type { Cage } from "../../../src/text/run/run-request.ts";
import { temporary } from "../tiny-run.ts";

const OPEN: Cage = {
  bubblewrap: null,
  folders: ["/home/app"],
  files: ["/etc/key.pem"],
  shown: ["/home/app/bin"],
  evaluationNetwork: true,
  limits: ["prlimit", "--core=0", "--"],
};
const VIEW = { cwd: "/srv/run/checkout", writable: ["/srv/run/evaluation"], network: true };

describe("within", () => {
  it("puts nothing before a command where nobody asked, and limits alone where nothing is isolated", () => {
    expect(within(undefined, VIEW)).toEqual([]);
    expect(within(OPEN, VIEW)).toEqual(["prlimit", "--core=0", "--"]);
  });

  it("hides first, then shows, then lets write", () => {
    const words = within({ ...OPEN, bubblewrap: "bwrap" }, VIEW).join(" ");
    expect(words).toMatchInlineSnapshot(
      `"prlimit --core=0 -- bwrap --die-with-parent --unshare-pid --unshare-ipc --cap-drop ALL --ro-bind / / --dev /dev --proc /proc --tmpfs /home/app --ro-bind /home/app/bin /home/app/bin --ro-bind /dev/null /etc/key.pem --bind /srv/run/checkout /srv/run/checkout --bind /srv/run/evaluation /srv/run/evaluation --chdir /srv/run/checkout --"`,
    );
    expect(within({ ...OPEN, bubblewrap: "bwrap" }, { ...VIEW, network: false })).toContain("--unshare-net");
  });
});

describe("hiddenOn", () => {
  /** A machine below a temporary folder, which is hidden itself. */
  async function machine() {
    const folder = await realpath(await temporary());
    const at = (path: string) => join(folder, path);
    for (const path of ["work/runs", "app/dist", "tools/bin", "tools/lib/node_modules/agent", "other"])
      await mkdir(at(path), { recursive: true });
    await writeFile(at("tools/lib/node_modules/agent/cli.js"), "");
    await chmod(at("tools/lib/node_modules/agent/cli.js"), 0o755);
    await symlink("../lib/node_modules/agent/cli.js", at("tools/bin/agent"));
    await writeFile(at("other/single"), "");
    await symlink(at("other/single"), at("tools/bin/single"));
    await writeFile(at("app/.env"), "");
    return {
      at,
      own: {
        ...{ workDir: at("work"), appFolder: at("app"), caches: [] },
        secretFiles: [at("app/.env"), at("none")],
      },
    };
  }

  it("shows the programs on PATH and the packages and files that their links lead to", async () => {
    const { at, own } = await machine();
    const { folders, shown, files } = await hiddenOn({ ...own, searchPath: `${at("tools/bin")}:/usr/bin` });
    const isHidden = (path: string) => folders.some((folder) => at(path).startsWith(`${folder}/`));
    expect(["work/runs", "app/.env", "other/single"].map(isHidden)).toEqual([true, true, true]);
    expect(shown.filter((place) => place.startsWith(at("")))).toEqual([
      at("other/single"),
      at("tools/bin"),
      at("tools/lib/node_modules"),
    ]);
    // Covered by its folder: nothing would be gained by its name.
    expect(files).toEqual([]);
  });

  it("shows nothing of the runs, and no folder whole that has to be hidden", async () => {
    const { at, own } = await machine();
    await mkdir(at("work/bin"));
    const searchPath = `${at("work/bin")}:${at("")}:relative`;
    const { shown } = await hiddenOn({ ...own, searchPath });
    expect(shown.filter((place) => place.startsWith(at("work")))).toEqual([]);
    expect(shown).not.toContain("/tmp");
  });

  it("never empties what every program needs", async () => {
    const { own } = await machine();
    const { folders } = await hiddenOn({ ...own, appFolder: "/", searchPath: "" });
    expect(folders).not.toContain("/");
    expect((await hiddenOn({ ...own, appFolder: "/usr", searchPath: "" })).folders).not.toContain("/usr");
  });

  it("hides what agents of other runs keep, and the user's home whatever the environment says of it", async () => {
    const { at, own } = await machine();
    vi.stubEnv("HOME", at("other"));
    const { folders } = await hiddenOn({ ...own, caches: ["/srv", "/nowhere"], searchPath: "" });
    vi.unstubAllEnvs();
    expect(folders).toContain("/srv");
    expect(folders).toContain(await realpath(userInfo().homedir));
  });

  it("covers a secret that lies where everybody looks", async () => {
    const { own } = await machine();
    const { files } = await hiddenOn({ ...own, secretFiles: ["/etc/hostname"], searchPath: "" });
    expect(files).toEqual(["/etc/hostname"]);
  });
});

describe("cageOn", () => {
  const asked = async (isolation: "auto" | "none", searchPath: string) =>
    cageOn({
      ...{ isolation, searchPath, evaluationNetwork: true, secretFiles: [], caches: [] },
      ...{ workDir: await temporary(), appFolder: process.cwd() },
    });

  it("says what is missing on a machine without bubblewrap, and isolates nothing there", async () => {
    const { cage, problem } = await asked("auto", "/nonexistent");
    expect([cage.bubblewrap, cage.limits, problem]).toEqual([
      null,
      [],
      "bubblewrap (`bwrap`) is not installed",
    ]);
  });

  it("says what bubblewrap said where it cannot", async () => {
    const folder = await temporary();
    await writeFile(
      join(folder, "bwrap"),
      "#!/bin/sh\necho 'No permissions to create new namespace' >&2; exit 1\n",
    );
    await chmod(join(folder, "bwrap"), 0o755);
    const { cage, problem } = await asked("auto", `${folder}:${process.env.PATH}`);
    expect([cage.bubblewrap, problem]).toEqual([
      null,
      "bubblewrap ended with exit code 1: No permissions to create new namespace",
    ]);
  });

  it("does not believe a program of that name that isolates nothing", async () => {
    const folder = await temporary();
    const pretends = '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"\n';
    await writeFile(join(folder, "bwrap"), pretends);
    await chmod(join(folder, "bwrap"), 0o755);
    expect((await asked("auto", `${folder}:${process.env.PATH}`)).cage.bubblewrap).toBe(null);
  });

  it("asks nothing where somebody decided against it", async () => {
    const { cage, problem } = await asked("none", "/nonexistent");
    expect([cage.bubblewrap, problem]).toEqual([null, null]);
  });
});
