// GitHub's description of its REST API, as something to hold requests and answers against: one operation is found for a
// path, and said of it what does not fit. Knows nothing of the app.

import { Ajv, type ValidateFunction } from "ajv";
import type { Recorded } from "../../sandbox/front/recorder.ts";

type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: "path" | "query" | "header";
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Json }>> };
  readonly responses?: Readonly<Record<string, unknown>>;
}

export interface Description extends Json {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** A document's operations, the most literal path first. */
export class Contract {
  readonly #description: Description;
  readonly #paths: readonly { readonly path: string; readonly pattern: RegExp }[];
  // Formats are not held: GitHub's own names for them are not those of the library.
  readonly #ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();
  /** The parts that schemas share, by whether they are loose. */
  readonly #plain = new Map<boolean, unknown>();

  constructor(description: Description) {
    this.#description = description;
    const literals = (path: string) => path.replace(/\{\w+\}/g, "").length;
    this.#paths = Object.keys(description.paths)
      .toSorted((a, b) => literals(b) - literals(a))
      .map((path) => ({ path, pattern: patternOf(path) }));
  }

  /** `METHOD path` of the operation that answers the request; null: there is none. */
  operationOf({ method, path }: Pick<Recorded, "method" | "path">): string | null {
    const found = this.#paths.find(
      (one) => one.pattern.test(path) && method.toLowerCase() in (this.#description.paths[one.path] ?? {}),
    );
    return found === undefined ? null : `${method} ${found.path}`;
  }

  /** What of a request does not fit; empty: all does. */
  problemsOfRequest(recorded: Recorded): readonly string[] {
    const name = this.operationOf(recorded);
    if (name === null) return [`${recorded.method} ${recorded.path}: there is no such operation`];
    const { parameters = [], requestBody } = this.#operation(name);
    const named = new Set(parameters.map((one) => this.#resolved(one)).flatMap(queryName));
    const strange = [...new URLSearchParams(recorded.search).keys()].filter((key) => !named.has(key));
    const schema = requestBody?.content?.["application/json"]?.schema;
    const body = recorded.body as Json;
    const known = schema === undefined ? new Set<string>() : this.#fieldsOf(schema);
    const isSent = Object.keys(body).length > 0;
    return [
      ...strange.map((key) => `${name}: does not know the parameter ${key}`),
      ...Object.keys(body)
        .filter((key) => !known.has(key))
        .map((key) => `${name}: does not know the field ${key}`),
      ...(schema !== undefined && isSent ? this.#problems(`${name} request`, schema, body, false) : []),
    ];
  }

  /** What of an answer does not fit. What is left out is not missed: the reader of it would have failed. */
  problemsOfAnswer(recorded: Recorded): readonly string[] {
    const name = this.operationOf(recorded);
    if (name === null || recorded.status >= 400 || recorded.answer === null) return [];
    const response = this.#resolved(
      this.#operation(name).responses?.[String(recorded.status)] as Json | undefined,
    );
    if (response === undefined) return [`${name}: does not answer ${recorded.status}`];
    const content = response.content as Readonly<Record<string, { readonly schema?: Json }>> | undefined;
    const schema = content?.["application/json"]?.schema;
    if (schema === undefined) return [];
    return this.#problems(`${name} ${recorded.status}`, schema, recorded.answer, true);
  }

  #problems(what: string, schema: Json, value: unknown, isLoose: boolean): readonly string[] {
    const known = this.#validators.get(what);
    const whole = { ...(plain(schema, isLoose) as Json), components: this.#components(isLoose) };
    const validate = known ?? this.#ajv.compile(whole as Json);
    this.#validators.set(what, validate);
    if (validate(value)) return [];
    return [
      ...new Set(
        (validate.errors ?? [])
          .filter(({ keyword, message }) => keyword !== "anyOf" && message !== "must be null")
          .map(
            ({ instancePath, message = "" }) => `${what}: ${instancePath.replace(/\/\d+/g, "/*")} ${message}`,
          ),
      ),
    ];
  }

  #components(isLoose: boolean): unknown {
    const made = this.#plain.get(isLoose) ?? plain(this.#description.components, isLoose);
    this.#plain.set(isLoose, made);
    return made;
  }

  #operation(name: string): Operation {
    const [method = "", path = ""] = name.split(" ");
    return this.#description.paths[path]?.[method.toLowerCase()] ?? {};
  }

  #resolved<T extends object>(given: T | undefined): T | undefined {
    const ref = (given as { $ref?: string } | undefined)?.$ref;
    if (ref === undefined) return given;
    const found = ref
      .replace(/^#\//, "")
      .split("/")
      .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], this.#description);
    return found as T;
  }

  #fieldsOf(schema: Json): ReadonlySet<string> {
    const whole = this.#resolved(schema) ?? {};
    const parts = ["anyOf", "oneOf", "allOf"].flatMap(
      (key) => (whole[key] as readonly Json[] | undefined) ?? [],
    );
    const own = Object.keys((whole.properties as Json | undefined) ?? {});
    return new Set([...own, ...parts.flatMap((part) => [...this.#fieldsOf(part)])]);
  }
}

/** The last part of an address may have slashes: names of branches and files. */
function patternOf(path: string): RegExp {
  const source = path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}(\/?)/g, (_, slash: string) => {
    return slash === "" ? "(?:.+)" : "(?:[^/]+)/";
  });
  return new RegExp(`^${source}$`);
}

function queryName(parameter: Parameter | undefined): readonly string[] {
  return parameter?.in === "query" ? [parameter.name] : [];
}

/**
 * A schema of OpenAPI 3.0 as one of JSON Schema: what may be null says so.
 * @param isLoose nothing has to be there, and what is one of several kinds may be any of them
 */
function plain(schema: unknown, isLoose: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((one) => plain(one, isLoose));
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest } = schema as Json;
  const made: Json = Object.fromEntries(
    Object.entries(rest)
      .filter(([key, value]) => !(isLoose && key === "required" && Array.isArray(value)))
      .filter(([key]) => key !== "example" && key !== "examples" && key !== "discriminator")
      .map(([key, value]) => [isLoose && key === "oneOf" ? "anyOf" : key, plain(value, isLoose)]),
  );
  // A property may have this name.
  if (nullable === undefined || typeof nullable !== "boolean") {
    return nullable === undefined ? made : { ...made, nullable: plain(nullable, isLoose) };
  }
  return nullable ? { anyOf: [made, { type: "null" }] } : made;
}
