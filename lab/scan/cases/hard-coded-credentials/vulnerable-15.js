// case: knex migration runner has a full MySQL URL with credentials
const knex = require('knex');

const db = knex({
  client: 'mysql2',
  connection: 'mysql://migrator:Obsidian7Fern@mysql.internal.example.net:3306/catalogue',
  migrations: { directory: './migrations', tableName: 'knex_migrations' },
});

async function main() {
  const [batch, applied] = await db.migrate.latest();
  console.log('batch %d applied %d migrations', batch, applied.length);
}

main()
  .catch((err) => {
    console.error(err);
    process.exitCode = 1;
  })
  .finally(() => db.destroy());
