// Files by which other programs are steered: CI, agents, editors, package managers, shells. Who may change them runs
// code where nobody looks, so they are protected at any depth. Also what agents' tools leave behind by themselves.

/** Directories of tools, at any depth; those at the root are protected whatever they are called. */
const DIRECTORIES = [
  "gitlab,circleci,buildkite,drone,woodpecker,semaphore,teamcity,tekton,azuredevops,azure-pipelines,harness,ci",
  "vscode,idea,devcontainer,config,cargo,mvn,gradle,yarn,pnpm,bundle,direnv,mise,devbox,terraform,docker,kube,ssh,aws,nuget,paket,ruby-lsp",
];
/** What runs on this host, in git itself, and what agents are told: no repository's configuration opens these. */
const DIRECTORIES_FOR_GOOD = [
  "github,gitea,forgejo,husky,lefthook,githooks,autoloop",
  "claude,codex,gemini,cursor,opencode,windsurf,continue,roo,cline,clinerules,kilocode,amazonq,kiro,augment,junie,trae,qwen,crush,goose,factory,agents,agent,aider,omx,copilot,zed,serena",
];

/** Files of tools, at any depth. */
const FILES = [
  // Continuous integration.
  "Jenkinsfile,Jenkinsfile.*,*.jenkinsfile,azure-pipelines*.yml,azure-pipelines*.yaml,bitbucket-pipelines.yml,appveyor.yml,cloudbuild.yaml,cloudbuild.yml,buildspec*.yml,wercker.yml,codemagic.yaml,bitrise.yml,codeship-*.yml,screwdriver.yaml,netlify.toml,vercel.json,Procfile,render.yaml,fly.toml",
  ".gitlab-ci.yml,.gitlab-ci.yaml,.travis.yml,.drone.yml,.drone.star,.drone.jsonnet,.cirrus.yml,.cirrus.star,.appveyor.yml,.woodpecker.yml,.woodpecker.yaml,.builds.yml,.semaphore.yml,.pre-commit-config.yaml,dangerfile*,renovate.json,renovate.json5,.renovaterc*",
  // Shells, versions of tools, and settings that can name code to load.
  ".envrc,.env,.env.*,.tool-versions,.mise.toml,mise.toml,.nvmrc,.node-version,.python-version,.ruby-version,.java-version,.sdkmanrc,.bashrc,.bash_profile,.profile,.zshrc,.zprofile,.inputrc,.netrc,.pypirc",
  ".eslintrc*,.prettierrc*,.babelrc*,.swcrc*,.mocharc*,.nycrc*,.c8rc*,.lintstagedrc*,.stylelintrc*,.commitlintrc*,.releaserc*,.npmignore,.dockerignore,.bazelrc,.bazelversion,.flake8,.pylintrc,.coveragerc,.rspec,.rubocop.yml,.perlcriticrc",
];
/** As `DIRECTORIES_FOR_GOOD`. */
const FILES_FOR_GOOD = [
  // Agents: what they are told, and what they may.
  "AGENTS*.md,AGENT.md,CLAUDE*.md,GEMINI*.md,QWEN.md,CRUSH.md,WARP.md,CONVENTIONS.md,copilot-instructions.md,*.instructions.md,.mcp.json,mcp.json,opencode.json,opencode.jsonc,.opencode.json",
  ".cursorrules,.cursorignore,.windsurfrules,.clinerules,.roorules,.roomodes,.goosehints,.aider*,.crush.json,.claude.json,.continuerc.json,.rules,.codeiumignore,.geminiignore",
  // Git's hooks.
  "lefthook.yml,lefthook.yaml,.huskyrc*",
];

export const TOOLS_PROTECTED: readonly string[] = globsOf(DIRECTORIES, FILES);

export const TOOLS_PROTECTED_FOR_GOOD: readonly string[] = globsOf(DIRECTORIES_FOR_GOOD, FILES_FOR_GOOD);

/**
 * Directories and files that tools make on their own while an agent works; nobody proposes them. The last is what a write
 * of Claude Code leaves that was cut off: `main.ts.tmp.4711.1a2b3c4d5e6f`.
 */
const LEFT_DIRECTORIES =
  /^(?:\.(?:omx|aider[^/]*|claude|codex|gemini|cursor|opencode|qwen|crush|goose|serena|kiro|roo|cline|pytest_cache|mypy_cache|ruff_cache|hypothesis|tox|nox|venv|cache|parcel-cache|turbo|nyc_output|eslintcache|gradle|ipynb_checkpoints|npm|pnpm-store|yarn|nx|vite|swc|terraform|ccls-cache|clangd)|__pycache__|node_modules|\.?venv|htmlcov)$/;
const LEFT_FILES =
  /^(?:nohup\.out|\.DS_Store|Thumbs\.db|\.aider[^/]*|\.coverage(?:\.[^/]*)?|\.eslintcache|\.stylelintcache|\.node_repl_history|\.python_history|\.bash_history|npm-debug\.log[^/]*|yarn-(?:debug|error)\.log[^/]*|[^/]*\.py[co]|[^/]*\.tsbuildinfo|core(?:\.\d+)?|[^/]*\.sw[po]|[^/]*~|[^/]*\.tmp\.\d+\.\w+)$/;

/** The path lies where a tool keeps its own state, cache or log. */
export function isLeaving(path: string): boolean {
  const end = path.lastIndexOf("/");
  const directories = path.slice(0, Math.max(end, 0)).split("/");
  return LEFT_FILES.test(path.slice(end + 1)) || directories.some((name) => LEFT_DIRECTORIES.test(name));
}

function globsOf(directories: readonly string[], files: readonly string[]): readonly string[] {
  return [...directories.map((names) => `**/.{${names}}/**`), ...files.map((names) => `**/{${names}}`)];
}
