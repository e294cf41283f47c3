// Keeps the agent's own secrets out of what it hands in. An agent that means harm can disguise them; this stops
// the ones that are echoed by accident: an error message with a key in it, a settings file that was written down.

const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i;
/** Shorter values would be found in ordinary text. */
const SHORTEST = 8;

/** Values of the variables whose names say that they are secret. */
export function secretValues(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    SECRET_NAME.test(name) && value.length >= SHORTEST ? [value] : [],
  );
}

/** The text with every secret replaced. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, "***"), text);
}
