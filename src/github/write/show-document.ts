// The GraphQL documents that show people something: one mutation for each thing, in the order in which they are asked for,
// and a look with the answer to the last. Made here so that a test can validate them against GitHub's published schema.

import { SEEN, SEEN_VARIABLES } from "../graphql/seen.ts";

/** A mutation of GitHub's schema, as a document of ours uses it. */
export type Mutation = keyof typeof MUTATIONS;

/** The type of its input, and what of its answer names what was made and leads to the repository. */
const MUTATIONS = {
  addComment: {
    input: "AddCommentInput",
    answer: (seen: string) => `commentEdge { node { fullDatabaseId ${seen} } }`,
  },
  updateIssueComment: {
    input: "UpdateIssueCommentInput",
    answer: (seen: string) => `issueComment { fullDatabaseId ${seen} }`,
  },
  updatePullRequest: {
    input: "UpdatePullRequestInput",
    answer: (seen: string) => `pullRequest { number ${seen} }`,
  },
  createCheckRun: { input: "CreateCheckRunInput", answer: (seen: string) => `checkRun { name ${seen} }` },
} as const;

/** The names of the answers in such a document, and `i…` those of the inputs. */
export const fieldName = (index: number): string => `m${index}`;
export const inputName = (index: number): string => `i${index}`;

/** @param looks the answer to the last one brings a look, which takes the variables of `SEEN_VARIABLES` */
export function showDocument(mutations: readonly Mutation[], looks: boolean): string {
  const inputs = mutations.map((name, index) => `$${inputName(index)}: ${MUTATIONS[name].input}!`);
  const fields = mutations.map((name, index) => {
    const seen = looks && index === mutations.length - 1 ? "repository { ...Seen }" : "";
    return `    ${fieldName(index)}: ${name}(input: $${inputName(index)}) { ${MUTATIONS[name].answer(seen)} }`;
  });
  return `
  mutation Show(${inputs.join(", ")}${looks ? `, ${SEEN_VARIABLES}` : ""}) {
${fields.join("\n")}
  }
  ${looks ? SEEN : ""}`;
}
