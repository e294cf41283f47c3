// Writes a file that others wait for in one step: it is complete or not there.

import { rename, writeFile } from "node:fs/promises";

export async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
}
