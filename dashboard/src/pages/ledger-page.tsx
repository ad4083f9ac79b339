export const LedgerPage = () => <p>…</p>;
