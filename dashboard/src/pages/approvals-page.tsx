export const ApprovalsPage = (_: { readonly id?: string }) => <p>…</p>;
