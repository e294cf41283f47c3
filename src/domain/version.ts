// Which version of Autoloop this is. A test holds it equal to the package's own.

export const VERSION = "0.1.0";

/** Whether version `a` came after `b`: by the three numbers with which each begins. */
export function isLaterVersion(a: string, b: string): boolean {
  const [ofA, ofB] = [numbers(a), numbers(b)];
  const differs = ofA.findIndex((number, place) => number !== ofB[place]);
  return differs >= 0 && (ofA[differs] ?? 0) > (ofB[differs] ?? 0);
}

function numbers(version: string): readonly number[] {
  const [, major, minor, patch] = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(version) ?? [];
  return [major, minor, patch].map((part) => Number(part ?? 0));
}
