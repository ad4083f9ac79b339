export const ImprovementPage = ({ id }: { readonly id: string }) => <p>{id}</p>;
