// How the corpus reads what a run brings back: its output, its documents and the archive around them.

import { changeOf, checkProposal } from "../../src/domain/paths/proposal-policy.ts";
import { reportIn } from "../../src/executors/actions-artifact.ts";
import { agentNamed } from "../../src/text/agents/agents.ts";
import { refusalWords } from "../../src/text/outcome/refusals.ts";
import { runLossWords } from "../../src/text/outcome/run-loss-words.ts";
import { decodeAnswer } from "../../src/text/run/answer.ts";
import { ciFailure } from "../../src/text/run/ci-failure.ts";
import { readMetric } from "../../src/text/run/metric-output.ts";
import { decodeProposal } from "../../src/text/run/proposal-file.ts";
import { decodeReport, decodeSpent } from "../../src/text/run/report.ts";
import { archiveOf } from "./archives.ts";
import { documentText, GOOD_PROPOSAL, GOOD_REPORT, GOOD_SPENT } from "./documents.ts";
import {
  accepted,
  fieldsIn,
  type Outcome,
  orItsMessage,
  type Reader,
  reading,
  refused,
  textIn,
} from "./outcome.ts";

function readOutput(input: unknown): Outcome {
  const { stdout, metric = "ms" } = fieldsIn(input);
  const measured = readMetric(textIn(stdout), metric === null ? null : textIn(metric));
  return measured.outcome === "measured" ? accepted(measured) : refused(measured.reason);
}

/** Files on which every proposal of the corpus stands. */
const BASE: ReadonlyMap<string, string> = new Map([
  ["src/a.mjs", "100644"],
  ["src/b", "100644"],
  ["src/run.sh", "100755"],
  ["src/old", "100664"],
  ["src/link", "120000"],
  ["src/module", "160000"],
  ["src/dir/x", "100644"],
  ["src/caf\u00e9", "100644"],
  ["README.md", "100644"],
]);

/** Paths alone stand for one small regular file each. */
function readProposedFiles(input: unknown): Outcome {
  const { files, targets = ["**"], excluded = [], protectedPaths = [] } = fieldsIn(input);
  const proposed = (files as readonly unknown[]).map((one) => ({
    path: "",
    mode: "100644" as const,
    contents: "MQ==",
    ...(typeof one === "string" ? { path: one } : fieldsIn(one)),
  }));
  const globs = (list: unknown) => list as readonly string[];
  const rules = {
    targets: globs(targets),
    excluded: globs(excluded),
    protectedPaths: globs(protectedPaths),
    program: "own",
  };
  const words = refusalWords(checkProposal(proposed.map(changeOf), BASE, rules));
  return words === null ? accepted({ files: proposed.length }) : refused(words);
}

function ofArchive(archive: Uint8Array): () => Outcome {
  return () => {
    const read = reportIn(archive, GOOD_REPORT.nonce);
    if (read.state === "finished") return accepted(read.report);
    if (read.state === "lost") return refused(runLossWords(read.loss));
    throw new Error(`an archive cannot say that its run is ${read.state}`);
  };
}

function readAnswer(input: unknown): Outcome {
  const answer = decodeAnswer(textIn(input));
  return answer === null ? refused("no answer that says what was changed") : accepted(answer);
}

function readCost(input: unknown): Outcome {
  const { agent, stdout } = fieldsIn(input);
  const row = agentNamed(textIn(agent));
  return row === null
    ? refused("no agent")
    : accepted(row.cost({ stdout: textIn(stdout), stderr: "", records: "" }));
}

function readFailedCheck(input: unknown): Outcome {
  return accepted(ciFailure([{ name: "test", summary: "", annotations: [], log: "", ...fieldsIn(input) }]));
}

export const RUN_READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["evaluation-output", reading(readOutput)],
  ["proposed-files", reading(readProposedFiles)],
  ["proposal-documents", ofDocument(GOOD_PROPOSAL, decodeProposal)],
  ["reports", ofDocument(GOOD_REPORT, decodeReport)],
  ["spent-files", ofDocument(GOOD_SPENT, decodeSpent)],
  ["artifacts", (input) => ofArchive(archiveOf(fieldsIn(input)))],
  ["answers", reading(readAnswer)],
  ["agent-costs", reading(readCost)],
  ["ci-logs", reading(readFailedCheck)],
]);

function ofDocument(good: object, decode: (source: string) => object): Reader {
  return (input) => {
    const source = documentText(good, input);
    return () => orItsMessage(() => decode(source));
  };
}
