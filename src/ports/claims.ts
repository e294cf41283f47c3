// What must not be done twice soon, although what it makes may not be seen yet, and several processes could do it.

export interface Claims {
  /**
   * Whether the caller may go ahead. Nobody else may for the next `ms` milliseconds. False also where nobody can tell.
   * @param what names what is to be done
   */
  claim(what: string, ms: number): Promise<boolean>;
}
