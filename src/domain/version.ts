// Which version of Autoloop this is. A test holds it equal to the package's own.

export const VERSION = "0.1.0";

/** Whether version `a` came after `b`: by the three numbers with which each begins; a text without them came first. */
export function isLaterVersion(a: string, b: string): boolean {
  return rank(a) > rank(b);
}

/** Numbers of up to five digits keep it exact. */
function rank(version: string): number {
  const [, ...numbers] = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})(?!\d)/.exec(version) ?? [];
  return numbers.reduce((sum, number) => sum * 100_000 + Number(number), 0);
}
