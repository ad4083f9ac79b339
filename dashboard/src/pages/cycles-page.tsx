export const CyclesPage = () => <p>…</p>;
