// The actions that the workflow uses, each by the commit of a release, so that nobody can put other code behind a tag.

/**
 * Actions by the commits of releases. Each commit stands beside the same version in files of at least two projects:
 * checkout in pnpm/pnpm and openai/codex, setup-node in astral-sh/ruff and openai/codex, upload-artifact in
 * biomejs/biome, astral-sh/uv and home-assistant/core, download-artifact in biomejs/biome and astral-sh/uv.
 */
export const ACTION = {
  checkout: "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
  node: "actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0",
  upload: "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
  download: "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
} as const;

/** The last artifact actions that speak to a GitHub Enterprise Server, as many projects pin them. */
export const ARTIFACTS_V3 = {
  upload: "actions/upload-artifact@a8a3f3ad30e3422c9c7b888a15615d19a852ae32 # v3.1.3",
  download: "actions/download-artifact@9bc31d5ccc31df68ecc42ccf4149144866c47d8a # v3.0.2",
} as const;
