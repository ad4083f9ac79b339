// case: GraphQL mutation that loads an exporter module whose specifier is an argument
interface ExportArgs {
  exporter: string;
  rows: readonly Record<string, unknown>[];
}

interface Exporter {
  run(rows: readonly Record<string, unknown>[]): Promise<string>;
}

async function load(specifier: string): Promise<Exporter> {
  const module = (await import(specifier)) as { exporter: Exporter };
  return module.exporter;
}

export const resolvers = {
  Mutation: {
    exportRows: async (_root: unknown, args: ExportArgs): Promise<string> => {
      const exporter = await load(args.exporter);
      return exporter.run(args.rows);
    },
  },
};
