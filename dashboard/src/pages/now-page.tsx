export const NowPage = () => <p>…</p>;
