export const CyclePage = (_: { readonly id: string }) => <p>…</p>;
