// Takes secrets out of text that is about to leave a process: a log line, the output of a command, a patch. Linear in the
// text's length.

const REDACTED = "[redacted]";
/** Shorter values would redact ordinary words, and protect nothing. */
const SHORTEST_SECRET = 8;

// Each begins at a place that a word cannot continue across and runs to the token's end, so that no text makes
// a scan start over: `ghs_` and its kin (docs: about authentication to GitHub), JSON web tokens, credentials of
// an Authorization header, PEM blocks: whole, cut off (then as far as the text that they stand in), or in base64; and keys that
// other services give a beginning of their own so that scanners know them (docs of each: AWS, Anthropic, OpenAI, Slack, Google,
// npm, GitLab, Stripe).
const TOKENS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|(?="|\n?$))/g,
  /LS0tLS1CRUdJTi[\w+/]{10,}=*/g,
  /(?<![A-Za-z0-9])(?:gh[a-z]_|github_pat_)[\w.-]{10,}/g,
  /(?<![\w-])eyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g,
  /(?<=\b(?:basic|bearer|token) )[\w.~+/-]{16,}=*/gi,
  /(?<![\w-])(?:AKIA|ASIA)[A-Z0-9]{16}(?![\w-])/g,
  /(?<![\w-])(?:sk-(?=[\w-]{0,200}\d)|xox[abeprs]-|AIza|npm_|glpat-|[rs]k_live_)[\w-]{20,}/g,
];

/**
 * Makes a function that redacts the shapes of GitHub's credentials and the given values, also where a value
 * stands escaped inside JSON.
 */
export function scrubber(secrets: readonly string[]): (text: string) => string {
  const values = [...new Set(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))]
    .filter((value) => value.length >= SHORTEST_SECRET)
    // The longest first: one secret may hold another.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const known = values.reduce((rest, value) => rest.replaceAll(value, REDACTED), text);
    return TOKENS.reduce((rest, token) => rest.replace(token, REDACTED), known);
  };
}
