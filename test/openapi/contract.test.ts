import { describe, expect, it } from "vitest";
import { Contract, type Description } from "./contract.ts";

const DESCRIPTION: Description = {
  components: {
    schemas: {
      thing: {
        type: "object",
        required: ["id", "name"],
        properties: { id: { type: "integer" }, name: { type: "string", nullable: true } },
      },
    },
    responses: {
      thing: { content: { "application/json": { schema: { $ref: "#/components/schemas/thing" } } } },
    },
  },
  paths: {
    "/things/{name}": {
      get: {
        parameters: [{ name: "page", in: "query" }],
        responses: { "200": { $ref: "#/components/responses/thing" } },
      },
    },
    "/things/all": { get: { responses: {} } },
    "/things/{name}/parts": {
      post: {
        requestBody: {
          content: {
            "application/json": {
              schema: { type: "object", required: ["size"], properties: { size: { type: "integer" } } },
            },
          },
        },
        responses: { "204": {} },
      },
    },
  },
};

const asked = (method: string, path: string, more: object = {}) => ({
  ...{ method, path, search: "", body: {}, status: 200, answer: null },
  ...more,
});

describe(Contract, () => {
  const contract = new Contract(DESCRIPTION);

  it("finds the most literal operation, and names with slashes", () => {
    expect(contract.operationOf(asked("GET", "/things/all"))).toBe("GET /things/all");
    expect(contract.operationOf(asked("GET", "/things/a/b"))).toBe("GET /things/{name}");
    expect(contract.operationOf(asked("POST", "/things/a/parts"))).toBe("POST /things/{name}/parts");
    expect(contract.operationOf(asked("DELETE", "/things/a"))).toBeNull();
  });

  it.each([
    ["nothing unknown", asked("GET", "/things/a", { search: "?page=2" }), []],
    ["an unknown operation", asked("PUT", "/x"), ["PUT /x: there is no such operation"]],
    [
      "an unknown parameter",
      asked("GET", "/things/a", { search: "?size=2" }),
      ["GET /things/{name}: does not know the parameter size"],
    ],
    [
      "unknown, wrong and missing fields",
      asked("POST", "/things/a/parts", { body: { colour: 1 } }),
      [
        "POST /things/{name}/parts: does not know the field colour",
        "POST /things/{name}/parts request:  must have required property 'size'",
      ],
    ],
    [
      "a field of another kind",
      asked("POST", "/things/a/parts", { body: { size: "1" } }),
      ["POST /things/{name}/parts request: /size must be integer"],
    ],
  ])("says of a request %s", (_, recorded, problems) => {
    expect(contract.problemsOfRequest(recorded)).toEqual(problems);
  });

  it.each([
    ["what is there", { id: 1, name: null }, []],
    ["what is left out", { id: 1 }, []],
    ["what is of another kind", { id: "1", name: "x" }, ["GET /things/{name} 200: /id must be integer"]],
  ])("says of an answer %s", (_, answer, problems) => {
    expect(contract.problemsOfAnswer(asked("GET", "/things/a", { answer }))).toEqual(problems);
  });

  it("says nothing of refusals and empty answers, and names a status that is not described", () => {
    expect(contract.problemsOfAnswer(asked("GET", "/things/a", { status: 404, answer: {} }))).toEqual([]);
    expect(contract.problemsOfAnswer(asked("POST", "/things/a/parts", { status: 204, answer: {} }))).toEqual(
      [],
    );
    expect(contract.problemsOfAnswer(asked("GET", "/things/a", { status: 202, answer: {} }))).toEqual([
      "GET /things/{name}: does not answer 202",
    ]);
  });
});
