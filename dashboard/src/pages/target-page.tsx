export const TargetPage = ({ id }: { readonly id: string }) => <p>{id}</p>;
