/** Where a cycle's report lies in the blob store, in each of its forms. */
export const reportKeys = (cycleId: string): { readonly html: string; readonly json: string; readonly markdown: string } => ({ html: `reports/${cycleId}.html`, json: `reports/${cycleId}.json`, markdown: `reports/${cycleId}.md` });
