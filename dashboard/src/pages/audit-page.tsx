export const AuditPage = (_: { readonly query: Readonly<Record<string, string>> }) => <p>…</p>;
