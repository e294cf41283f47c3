// A setting as data, and the types that follow from a table of settings.

import type { Shape, ValueOf } from "./shape.ts";

/** One key of a program's frontmatter, or of `.github/autoloop.yml`. */
export interface SettingRow {
  /** Lower case, with `-`; `_` is read as `-`. */
  readonly key: string;
  /** Other ways to write the key. */
  readonly aliases?: readonly string[];
  /** What people write and mean the key, which is asked about, never taken for it. Lower case, with `-`. */
  readonly meant?: readonly string[];
  /** Its name in a definition, or in a configuration. */
  readonly field: string;
  readonly shape: Shape;
  /** The values that may be written, where the shape alone does not say it well. Ends without a full stop. */
  readonly allowed?: string;
  /** The value where nobody gives one; without it a definition must get one from the text, or does not run. */
  readonly none?: null | number | readonly never[];
  /** The behaviour then, in words. */
  readonly otherwise: string;
  /** The value that holds then, where it is always the same one. */
  readonly usual?: number | string;
  /** The effect of the setting: whole sentences, Markdown. */
  readonly help: string;
  /** A value as people write it in YAML. */
  readonly example: string;
}

/** A setting of a program. */
export interface ProgramSettingRow extends SettingRow {
  /** `/autoloop set` takes it: it changes neither the thing that is measured nor the way. */
  readonly settable: boolean;
  /** Its change makes old measurements worthless: a new epoch begins. */
  readonly epoch?: true;
  /** Its name in the facts that an agent is given (`AUTOLOOP_CONTEXT`); without it agents are not told. */
  readonly told?: string;
  /** Headings of an issue form that stand for it, in lower case. */
  readonly headings?: readonly string[];
  /** Listed before the other keys where people read which there are. */
  readonly leads?: true;
  /**
   * Not in the journals of version 0.1.0: written only where a text says it, so that older journals are read and older
   * versions read newer journals that do without it.
   */
  readonly later?: true;
}

/** The type of a row's field. */
export type FieldValue<Row extends SettingRow> =
  | ValueOf<Row["shape"]>
  | (Row extends { readonly none: infer None } ? None : never);

/** The fields of a table, those of `later` rows optional. */
export type FieldsOf<Row extends SettingRow> = {
  readonly [R in Row as R extends { readonly later: true } ? never : R["field"]]: FieldValue<R>;
} & {
  readonly [R in Row as R extends { readonly later: true } ? R["field"] : never]?: FieldValue<R> | undefined;
};
