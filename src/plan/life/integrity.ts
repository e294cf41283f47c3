// Whether the journal can be trusted at all. A journal that is unreadable, gone or shorter than what people were
// already shown stops the program loudly: "missing" must never be taken for "first run".

import { hasStatusMarker, statusSeq } from "../../text/format/markers.ts";
import { loopReason } from "../../text/outcome/loop-reasons.ts";
import { halt, notify, type Rule, record } from "../draft.ts";
import { statusCommentOf } from "../facts/shown.ts";

export const integrity: Rule = (world, draft) => {
  const { journal, view } = world.seen;
  if (journal !== "absent" && "broken" in journal) {
    return halt(notify(draft, { kind: "journal-broken", reason: journal.broken }));
  }
  const taken = statusCommentOf(view.comments);
  const shown = Math.max(
    0,
    ...view.comments
      .filter((one) => (one.own && hasStatusMarker(one.body)) || one === taken)
      .map((one) => statusSeq(one.body) ?? 0),
  );
  if (journal === "absent") return shown === 0 ? draft : halt(notify(draft, { kind: "journal-gone" }));
  if (shown <= journal.seq || draft.state === null || draft.state.pause?.kind === "tampered") return draft;
  const reason = loopReason.rewound(journal.seq, shown);
  return record(world, draft, { type: "loop.pause", kind: "tampered", reason, by: null });
};
