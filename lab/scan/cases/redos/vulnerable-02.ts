// case: product search turns the query text into an expression
import Fastify from 'fastify';

interface Product {
  id: number;
  title: string;
}

const products: Product[] = [
  { id: 1, title: 'aluminium camping kettle with folding handle' },
  { id: 2, title: 'merino blanket for small and medium sized tents' },
];

const app = Fastify();

app.get('/products', async (request) => {
  const { q = '' } = request.query as { q?: string };
  const wanted = new RegExp(q, 'i');
  return products.filter((product) => wanted.test(product.title));
});

await app.listen({ port: 8080 });
