export const OpportunityPage = (_: { readonly id: string }) => <p>…</p>;
