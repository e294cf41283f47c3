// Agents of end-to-end tests, as Bash scripts, each given the folder of notes.

/** Raises the value by one. */
export const RAISE = "echo $(($(cat src/value.txt) + 1)) > src/value.txt";

/** Raises the value and leaves a line in the note `started`: how often an agent began is how many lines there are. */
export const countingAgent = (notes: string) => `echo began >> ${notes}/started\n${RAISE}`;

/** The same, but only when there is a note `go`. */
export const waitingAgent = (notes: string) => `
echo began >> ${notes}/started
until [ -e ${notes}/go ]; do sleep 0.05; done
${RAISE}`;
