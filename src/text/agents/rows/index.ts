// Made by `npm run docs` of the files beside it, one row each, by name. Must never be edited.

import type { AgentRow } from "../agent-row.ts";
import { acp } from "./acp.ts";
import { claude } from "./claude.ts";
import { codex } from "./codex.ts";
import { command } from "./command.ts";
import { copilot } from "./copilot.ts";
import { gemini } from "./gemini.ts";
import { opencode } from "./opencode.ts";
import { qwen } from "./qwen.ts";
import { tuner } from "./tuner.ts";

export const ROWS: readonly AgentRow[] = [
  acp,
  claude,
  codex,
  command,
  copilot,
  gemini,
  opencode,
  qwen,
  tuner,
];
