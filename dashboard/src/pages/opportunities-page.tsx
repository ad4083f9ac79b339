export const OpportunitiesPage = (_: { readonly query: Readonly<Record<string, string>> }) => <p>…</p>;
