// Records the journals of this version (`npm run record`, once at a release). Not one of the tests: it writes.

import { it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { LIVES } from "./lives.ts";
import { writeRecording } from "./recording.ts";

it.each([...LIVES])("records %s", async (name, live) => {
  writeRecording(`${packageJson.version}/${name}`, await live());
});
