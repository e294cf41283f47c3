// The text of an adopted program changed. A runnable text that somebody with write access stands behind becomes
// the new definition. A text that nobody approved stops new iterations, or the approved one goes on, as the
// repository says; one that cannot run stops them. What runs is always an approved text.

import { measuresTheSame } from "../../domain/program/program.ts";
import { sha256 } from "../../text/format/hash.ts";
import { loopReason } from "../../text/outcome/loop-reasons.ts";
import { parseProgram, READER } from "../../text/program/program.ts";
import { worldProblem } from "../../text/program/world-problems.ts";
import { block, notify, type Rule, record } from "../draft.ts";
import { cannotRun, programText, standsBehind } from "./program-text.ts";
import { isOfOlderReader } from "./reading.ts";

export const define: Rule = (world, draft) => {
  const { issue } = world.seen.view;
  const state = draft.state;
  if (state === null || issue === "absent" || issue.state !== "open") return draft;
  const text = programText(world);
  if (text === null) return draft;
  const hash = sha256(text);
  if (state.definition?.hash === hash) return draft;
  const by = standsBehind(world, issue);
  // What an older reader made of a text that is not there to be read again must not go on.
  const goesOn = state.definition !== null && !isOfOlderReader(state.definition);
  if (by === null && goesOn && world.policy.unapprovedEdits === "continue")
    return notify(draft, { kind: "approval", meanwhile: "continue" });
  // The iteration in flight was bound to the text it started with; the new text waits for its end.
  if (state.in_flight !== null) return draft;
  if (by === null)
    return block(notify(draft, { kind: "approval", meanwhile: "wait" }), worldProblem.unapproved());
  const { definition, problems } = parseProgram(text, { legacy: state.imported !== undefined });
  if (definition === null) return cannotRun(world, draft, problems);

  const same = state.definition !== null && measuresTheSame(state.definition.parsed, definition);
  const epoch = same ? state.epoch : state.epoch + 1;
  const defined = record(world, draft, {
    ...{ type: "program.defined", hash, definition, approved_by: by, epoch, reader: READER },
  });
  // The pause asked for this text, or for a word about the one before it.
  return state.pause?.kind === "definition"
    ? record(world, defined, { type: "loop.resume", reason: loopReason.definedAnew(), by: null })
    : defined;
};
