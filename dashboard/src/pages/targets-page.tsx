export const TargetsPage = () => <p>…</p>;
