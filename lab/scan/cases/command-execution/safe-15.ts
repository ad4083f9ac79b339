// case: GraphQL mutation that loads an exporter module through a record of constant imports
interface Exporter {
  run(rows: readonly Record<string, unknown>[]): Promise<string>;
}

const LOADERS = new Map<string, () => Promise<{ exporter: Exporter }>>([
  ['csv', () => import('./exporters/csv.js')],
  ['json', () => import('./exporters/json.js')],
]);

interface ExportArgs {
  exporter: string;
  rows: readonly Record<string, unknown>[];
}

export const resolvers = {
  Mutation: {
    exportRows: async (_root: unknown, args: ExportArgs): Promise<string> => {
      const load = LOADERS.get(args.exporter);
      if (load === undefined) {
        throw new Error('unknown exporter');
      }
      const { exporter } = await load();
      return exporter.run(args.rows);
    },
  },
};
