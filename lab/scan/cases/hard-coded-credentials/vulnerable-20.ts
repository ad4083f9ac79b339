// case: GraphQL gateway selects a service token from a per-environment map of literals
interface Context {
  stage: 'staging' | 'production';
}

const SERVICE_TOKENS: Record<Context['stage'], string> = {
  staging: 'tok-stg-0e4d7ab16f2c4b95',
  production: 'tok-prd-93c81fe0ab6d4d27',
};

async function catalogue(context: Context): Promise<{ name: string }[]> {
  const response = await fetch('https://catalogue.internal.example.net/products', {
    headers: { authorization: `Token ${SERVICE_TOKENS[context.stage]}` },
  });
  return (await response.json()) as { name: string }[];
}

export const resolvers = {
  Query: {
    products: (_parent: unknown, _args: unknown, context: Context) => catalogue(context),
  },
};
