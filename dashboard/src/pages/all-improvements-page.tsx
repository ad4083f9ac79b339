export const AllImprovementsPage = (_: { readonly query: Readonly<Record<string, string>> }) => <p>…</p>;
