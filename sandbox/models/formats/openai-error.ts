// The body of an error in both of OpenAI's formats. Knows nothing else of them.

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "invalid_request_error",
  403: "invalid_request_error",
  404: "invalid_request_error",
  429: "rate_limit_error",
};

export function openaiError(status: number, message: string): unknown {
  return { error: { message, type: TYPES[status] ?? "server_error", param: null, code: null } };
}
