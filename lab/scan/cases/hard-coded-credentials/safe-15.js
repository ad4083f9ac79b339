// case: configuration printer masks the password of a connection string
const knex = require('knex');

const connection = process.env.DATABASE_URL;

function describe(address) {
  const url = new URL(address);
  if (url.password !== '') {
    url.password = 'xxxxxxxx';
  }
  return url.href;
}

async function main() {
  console.log('migrating %s', describe(connection));
  const db = knex({ client: 'mysql2', connection, migrations: { directory: './migrations' } });
  const [batch, applied] = await db.migrate.latest();
  console.log('batch %d applied %d migrations', batch, applied.length);
  await db.destroy();
}

main().catch((err) => {
  console.error(err.message);
  process.exitCode = 1;
});
