export const LessonsPage = (_: { readonly query: Readonly<Record<string, string>> }) => <p>…</p>;
