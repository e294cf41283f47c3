// The inputs of the workflow that runs an iteration, and the variables by which its jobs hand them to the runner. They
// are short and say only which run it is: everything that decides what happens is read from the memory branch.

import { z } from "zod";
import { UserInput } from "../../domain/errors.ts";
import { PROGRAM_NAME_CHARACTERS } from "../../domain/limits.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const runInputs = z.object({
  program: z
    .string()
    .max(PROGRAM_NAME_CHARACTERS)
    .regex(/^[a-z0-9][a-z0-9-]*$/),
  iteration: z.string().regex(/^\d{1,9}$/),
  kind: z.enum(["baseline", "improve", "fix", "measure"]),
  attempt: z.string().regex(/^[1-9]\d{0,3}$/),
  /** Commit to start from. */
  base: z.string().regex(/^[0-9a-f]{40}$/),
  /** SHA-256 of the approved program text. */
  definition: hash,
  /** SHA-256 of the request file. */
  request: hash,
  nonce: z.string().regex(/^[A-Za-z0-9]{1,100}$/),
});

export type RunInputs = z.infer<typeof runInputs>;

/** All inputs, in the order in which the workflow names them. */
export const RUN_INPUTS = runInputs.keyof().options;

/** The environment variable that carries an input. */
export function inputVariable(input: keyof RunInputs): string {
  return `AUTOLOOP_${input.toUpperCase()}`;
}

/** @throws UserInput naming the first variable that is missing or wrong, never its value */
export function readRunInputs(variables: Readonly<Record<string, string | undefined>>): RunInputs {
  const parsed = runInputs.safeParse(
    Object.fromEntries(RUN_INPUTS.map((input) => [input, variables[inputVariable(input)]])),
  );
  if (parsed.success) return parsed.data;
  const [wrong = "program"] = RUN_INPUTS.filter((input) =>
    parsed.error.issues.some(({ path }) => path[0] === input),
  );
  throw new UserInput(
    `The variable ${inputVariable(wrong)} is missing or not what Autoloop sends.`,
    "The workflow passes its inputs on in these variables; install it anew with `node autoloop.mjs workflow`.",
    { cause: parsed.error },
  );
}
