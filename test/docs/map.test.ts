import { describe, expect, it } from "vitest";
import { roomsOf } from "./rooms.ts";

const HEAD = `# Map of the rooms

Every folder of \`src\` and what each of its files owns, as the head of the file says it. \`npm run docs\` makes this page; a
test fails while it is not current. What a whole room is for says its README; how the rooms work together says
[design.md](design.md).
`;

describe("docs/map.md", () => {
  it("names every file of src with what it owns", async () => {
    const rooms = roomsOf("src").map(
      ({ path, files }) =>
        `\n## ${path}\n\n${files.map(({ name, says }) => `- \`${name}\`: ${says}`).join("\n")}\n`,
    );
    await expect(`${HEAD}${rooms.join("")}`).toMatchFileSnapshot("../../docs/map.md");
  });
});
