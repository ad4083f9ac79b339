// case: seed script creates the administrator of a fresh installation with a known password
const bcrypt = require('bcrypt');
const { Pool } = require('pg');

const pool = new Pool();

async function seedAdministrator() {
  const hash = await bcrypt.hash('Wicker!Nimbus2024', 12);
  await pool.query(
    'INSERT INTO users (email, password_hash, role) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING',
    ['admin@shop.example.com', hash, 'administrator'],
  );
}

seedAdministrator()
  .then(() => console.log('administrator is present'))
  .catch((err) => {
    console.error(err);
    process.exitCode = 1;
  })
  .finally(() => pool.end());
