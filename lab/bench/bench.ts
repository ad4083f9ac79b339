/** One benchmark: prints a table as it goes and returns its figures under the names of the measures. */
export type Bench = {
  readonly name: string;
  readonly run: (io: { readonly print: (line: string) => void; readonly quick: boolean }) => Promise<{ figures: Record<string, number>; settings: Record<string, unknown> }>;
};
