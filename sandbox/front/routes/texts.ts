// GitHub's limits on what people and apps write.

import { BODY_CHARACTERS, TITLE_CHARACTERS } from "../../../src/domain/limits.ts";
import { type Answer, type FieldError, invalid, text } from "../../host/http.ts";

/** The refusal of a too long title or body, or null. */
export function tooLong(resource: string, body: Readonly<Record<string, unknown>>): Answer | null {
  const errors: FieldError[] = [];
  if ((text(body, "title") ?? "").length > TITLE_CHARACTERS) {
    const message = `title is too long (maximum is ${TITLE_CHARACTERS} characters)`;
    errors.push({ resource, field: "title", code: "custom", message });
  }
  if ((text(body, "body") ?? "").length > BODY_CHARACTERS) {
    const message = `body is too long (maximum is ${BODY_CHARACTERS} characters)`;
    errors.push({ resource, field: "body", code: "custom", message });
  }
  return errors.length === 0 ? null : invalid(...errors);
}
