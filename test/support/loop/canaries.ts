// Planted secrets, and how to find one in what leaves the app, also where it stands in base64.

/** Where `text` stands in base64, whatever was encoded before it: one form for each place within three bytes. */
function base64Forms(text: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const whole = Buffer.from(" ".repeat(before) + text).toString("base64");
    // The first and the last group also hold bits of the neighbours.
    return whole.slice(before === 0 ? 0 : 4, -4);
  });
}

/** Names of the secrets that can be read in `text`. */
export function leaksIn(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(secrets).flatMap(([name, value]) =>
    [value, JSON.stringify(value).slice(1, -1), ...base64Forms(value)].some((form) => text.includes(form))
      ? [name]
      : [],
  );
}

/** A part of a PEM key that nothing else holds. */
export function heartOf(pem: string): string {
  return pem.split("\n").at(5) ?? pem;
}
