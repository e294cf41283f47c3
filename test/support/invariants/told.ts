// Invariants 31 and 33, held to the prompts of the runs that the app orders: what decides about a proposal, and what people
// wrote to stand. Reads texts by itself, by words that nobody can take for anything else.

import { asksAgent } from "../../../src/domain/journal/iteration.ts";
import { STANDING_KEPT, STATE_FILE_CHARACTERS } from "../../../src/domain/limits.ts";
import { memoryPath } from "../../../src/domain/program/names.ts";
import type { RunRequest } from "../../../src/ports/executor.ts";
import { WRITERS } from "./authority.ts";
import { humanSections } from "./human-text.ts";
import type { Past } from "./past.ts";
import type { PastComment } from "./past-issues.ts";
import { type JournalRule, type MomentRule, unless } from "./rule.ts";

/**
 * 31, told is judged: the prompt of every run that asks an agent holds what the run's own definition holds a proposal to, the
 * repository's protected paths and the time.
 */
export const toldIsJudged: MomentRule = (deed, _, { policy }) => {
  if (deed.what !== "run" || !asksAgent(deed.request.kind)) return [];
  const { request } = deed;
  return judgedBy(request, policy.protectedPaths)
    .filter(({ words }) => !request.prompt.includes(words))
    .map(({ what }) => `the agent of ${request.program} ${request.iteration} was not told of ${what}`);
};

function judgedBy(
  { definition, partSeconds, overlay }: RunRequest,
  protectedPaths: readonly string[],
): readonly { readonly what: string; readonly words: string }[] {
  const { targets, excluded, evaluation, gates, guardrails, minDelta, repeat, targetMetric } = definition;
  const named = (what: string, all: readonly string[]) => all.map((words) => ({ what, words }));
  return [
    ...named("Target", targets),
    ...named(
      "what may not change",
      excluded.map((one) => one.replace(/^!/, "")),
    ),
    ...named("what is protected", protectedPaths),
    ...named("the evaluation", evaluation.trim().split("\n").slice(0, 1)),
    ...named(
      "a gate",
      gates.map(({ run }) => run),
    ),
    ...named(
      "a guardrail",
      guardrails.map(({ metric }) => `\n${metric}: `),
    ),
    ...named("min-delta", minDelta > 0 ? [`by less than ${minDelta} `] : ["Every improvement counts"]),
    ...named("repeat", repeat > 1 ? [`runs ${repeat} times`] : []),
    ...named("the target", targetMetric === null ? [] : [`target ${targetMetric}`]),
    ...named("the time", [`You have ${partSeconds.agent} seconds`]),
    ...named("an evaluation's time", [`may take ${partSeconds.evaluation} seconds`]),
    ...named("the shell", [`\`${definition.shell ?? "bash"}\` runs it`]),
    ...named("what it proposed before", overlay === undefined ? [] : ["## Your change broke: mend it first"]),
  ];
}

/**
 * 33, people's words last: what somebody with write access said as a rule, and what stands under Lessons Learned, is in the
 * prompt of every run whose look began when it stood there.
 */
export const peoplesWordsLast: MomentRule = (deed, past) => {
  if (deed.what !== "run" || !asksAgent(deed.request.kind) || past.look === null) return [];
  const { program, iteration, prompt } = deed.request;
  const about = `the agent of ${program} ${iteration} was not told`;
  return [
    ...orders(past, program)
      .filter(([, words]) => !prompt.includes(words))
      .map(([id, words]) => `${about} "${words}", as comment ${id} says`),
    ...lessons(past, program)
      .filter((line) => !prompt.includes(line))
      .map((line) => `${about} "${line}", as the state file says`),
  ];
};

/** 33: nobody but a person takes a standing order back that is there. */
export const ordersAreKept: JournalRule = ({ program, event, before }, past) => {
  if (event.type !== "steering.forgotten" || event.by !== null || before === null) return [];
  const there = past.issues.get(before.issue)?.comments.get(event.comment);
  const isThere = there !== undefined && stood(past, event.comment, there);
  return unless(!isThere || orderIn(there.body) === null, () => {
    return `the app took back comment ${event.comment} of ${program}, which is there`;
  });
};

/** Of the program's issue, each with its id: what stood there when the look began, and was not taken back. */
function orders(past: Past, program: string): readonly (readonly [number, string])[] {
  const state = past.memory.journal.get(program)?.state ?? null;
  if (state === null) return [];
  const taken = new Set(state.forgotten?.map(({ comment }) => comment));
  const remembered = new Set(
    state.commands.flatMap(({ comment, verb, outcome }) =>
      verb === "remember" && outcome === "done" ? [comment] : [],
    ),
  );
  // With so many there may be no room, which people are told.
  if (state.steering.filter(({ standing }) => standing !== undefined).length >= STANDING_KEPT - 5) return [];
  return [...(past.issues.get(state.issue)?.comments ?? [])].flatMap(([id, comment]) => {
    const words = stood(past, id, comment) && !taken.has(id) ? orderIn(comment.body) : null;
    const isHeard = !comment.body.startsWith("/") || remembered.has(id);
    return words === null || !isHeard ? [] : [[id, words] as const];
  });
}

function orderIn(body: string): string | null {
  const [, rule, order] =
    /^(Never use glue, as of \d+\.)$|^\/autoloop remember (fold it at \d+)$/.exec(body) ?? [];
  return rule ?? order ?? null;
}

/** Somebody who may has said it, and it was there, and to be seen, when the look began. */
function stood(past: Past, id: number, { author, editor, since }: PastComment): boolean {
  const isTheirs = [author, editor].every((login) => WRITERS.includes(past.role(login)));
  return isTheirs && since < (past.look?.since ?? 0) && !past.issues.hidden.has(id);
}

function lessons(past: Past, program: string): readonly string[] {
  if (past.memory.touched > (past.look?.since ?? 0)) return [];
  const text = past.memory.text(memoryPath.state(program)) ?? "";
  if (text.length > STATE_FILE_CHARACTERS) return [];
  return humanSections(text)
    .filter((section) => /^##[^\p{L}#]*Lessons Learned\s*\n/u.test(section))
    .flatMap((section) => section.match(/^- Said by a person at \d+\.$/gm) ?? []);
}
