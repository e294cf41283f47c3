// What the package commonmark-spec holds: the examples of https://spec.commonmark.org, a tab written as an arrow.

declare module "commonmark-spec" {
  interface Example {
    readonly number: number;
    readonly section: string;
    readonly markdown: string;
    readonly html: string;
  }
  const spec: { readonly tests: readonly Example[] };
  export default spec;
}
