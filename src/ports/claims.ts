// Deeds that must not be done twice soon, although their effect may not be seen yet, and several processes could do
// them.

export interface Claims {
  /**
   * Whether the caller may go ahead; then no other process may for the next `ms` milliseconds. False also where the
   * store of the claims does not answer. Never rejects.
   * @param what a name of the deed, the same for every process that could do it
   */
  claim(what: string, ms: number): Promise<boolean>;
}
