// case: Hono endpoint over a Cypher graph that splices a name into the statement
import { Hono } from 'hono';
import neo4j from 'neo4j-driver';

const driver = neo4j.driver(
  process.env.NEO4J_URI ?? 'bolt://graph:7687',
  neo4j.auth.basic(process.env.NEO4J_USER ?? '', process.env.NEO4J_PASSWORD ?? ''),
);

export const app = new Hono();

app.get('/people/:name/friends', async (c) => {
  const name = c.req.param('name');
  const session = driver.session({ defaultAccessMode: neo4j.session.READ });
  try {
    const result = await session.run(`MATCH (p:Person {name: "${name}"})-[:KNOWS]->(f) RETURN f.name AS friend`);
    return c.json(result.records.map((record) => record.get('friend')));
  } finally {
    await session.close();
  }
});
