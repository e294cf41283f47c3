// The checker can fail about what could not be read, what was hidden, and whose words an iteration is given.

import { MAINTAINER } from "../plan/journal.ts";
import { HOUR, reports, type Stage } from "./stage.ts";

/** The app journals that this person was refused a pause, in a look in which it could not read a role. */
async function refusedUnread(s: Stage): Promise<void> {
  await s.looking(s.issue, async () => {
    s.github.chronicle.record({ what: "failed", method: "standing", isRead: true });
    await s.journal({
      ...{ type: "command.received", comment: 1, by: { login: "maria", id: null, permission: "none" } },
      ...{ hash: "", verb: "pause", outcome: "refused", text: "", reason: null },
      written_at: "2026-01-01T00:00:00Z",
    });
  });
}

reports("what is not known, and what is said", [
  ["26: command.received of carton calls maria none, and nobody could read that", refusedUnread],
  [
    "26: iteration 2 of carton was accepted, and nobody could read what the branch asks for",
    async (s) => {
      s.github.setRules(["test"], true);
      await s.loop.clock.advance(HOUR);
      await s.looking(s.issue, () => s.accepted(740));
    },
  ],
  [
    "16: carton is steered by comment \\d+, which is hidden",
    async (s) => {
      const comment = s.github.comment(s.issue, "maria", "Try a ball.");
      s.github.minimiseComment(s.issue, comment);
      const steering = { comment, by: { ...MAINTAINER, login: "maria" }, hash: "", text: "" } as const;
      await s.looking(s.issue, () => s.journal({ type: "steering.received", ...steering }));
    },
  ],
  [
    "33: iteration 2 of carton started, and comment \\d+ was not heard",
    async (s) => {
      s.github.comment(s.issue, "maria", "Try a ball.");
      for (let guest = 0; guest < 25; guest += 1) s.github.comment(s.issue, "stranger", "Me too.");
      await s.looking(s.issue, () => s.begun());
    },
  ],
]);
