import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporary } from "../tiny-run.ts";

const MODULE = new URL("../../../dist/src/runner/process/descriptors.js", import.meta.url).href;

/** What the child of a process sees that was started with a file open behind a gap. */
async function inherited(before: string): Promise<string> {
  const file = join(await temporary(), "open-by-chance");
  await writeFile(file, "");
  const script = `import { execFileSync } from "node:child_process";
${before}
console.log(execFileSync("ls", ["-l", "/proc/self/fd"], { encoding: "utf8" }));`;
  const line = `exec 40<${file}; exec "$0" --input-type=module -e "$1"`;
  return execFileSync("bash", ["-c", line, process.execPath, script], { encoding: "utf8" });
}

it("closes what would go on to an agent, which is there otherwise", async () => {
  expect(await inherited("")).toContain("open-by-chance");
  const close = `const { closeInherited } = await import(${JSON.stringify(MODULE)}); closeInherited();`;
  expect(await inherited(close)).not.toContain("open-by-chance");
});
