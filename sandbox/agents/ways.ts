// How each command line is pointed to a model service on this machine, by what an operator would set, and how it behaves
// there. The one thing about agents that their rows do not say, for nobody needs it who uses the real services.

/** A model service and the key that it lets in. */
export interface Service {
  readonly url: string;
  readonly key: string;
}

/** What an operator sets for an agent. */
export interface Pointing {
  /** Variables of its own, its key among them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Null: its own variables say it. */
  readonly baseUrl: string | null;
  /** Null: its default. */
  readonly model: string | null;
}

/** One agent. */
export interface Way {
  /** Where it is sent. */
  readonly to: (service: Service) => Pointing;
  /** What it needs on a busy machine before its first request, beyond what the bounds leave anyway. */
  readonly startSeconds: number;
  /** It prints nothing while it asks again and again, so that nobody can know why it is waiting. */
  readonly isQuiet: boolean;
  /**
   * It tells what its requests cost: each, those of the work without such as the one for a title, of these the input
   * alone, or none.
   */
  readonly tells: "all" | "work" | "input" | "nothing";
  /** It tells that its model's server refused the key. */
  readonly tellsRefusal: boolean;
  /** It tells that also where it is stopped. */
  readonly tellsStopped: boolean;
}

/** One that is not named here cannot be tried. */
const WAYS: Readonly<Record<string, Way>> = {
  claude: way("ANTHROPIC_API_KEY", ""),
  codex: way("CODEX_API_KEY", "/v1"),
  gemini: { ...way("GEMINI_API_KEY", ""), startSeconds: 8 },
  copilot: {
    // Else it asks its maker's server whom the key belongs to.
    ...way("COPILOT_PROVIDER_API_KEY", "/v1", { model: "gpt-5", variables: { COPILOT_OFFLINE: "true" } }),
    ...{ startSeconds: 8, isQuiet: true },
  },
  opencode: {
    ...way("ANTHROPIC_API_KEY", "/v1"),
    ...{ startSeconds: 25, isQuiet: true, tells: "work" },
  },
  qwen: {
    ...way("OPENAI_API_KEY", "/v1", { model: "qwen3-coder-plus" }),
    ...{ startSeconds: 8, isQuiet: true },
  },
};

/** Null for an agent of which nobody knows how it is pointed anywhere. */
export function wayOf(agent: string): Way | null {
  return WAYS[agent] ?? null;
}

/**
 * @param variable that of its key
 * @param path behind the address of the service, as the agent wants it
 */
function way(
  variable: string,
  path: "" | "/v1",
  more: { readonly model?: string; readonly variables?: Readonly<Record<string, string>> } = {},
): Way {
  return {
    to: ({ url, key }) => ({
      variables: { ...more.variables, [variable]: key },
      baseUrl: url + path,
      model: more.model ?? null,
    }),
    ...{ startSeconds: 0, isQuiet: false, tells: "all", tellsRefusal: true, tellsStopped: true },
  };
}
