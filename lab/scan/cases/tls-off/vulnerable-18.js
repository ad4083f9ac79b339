// case: MySQL pool of a nightly job encrypts but does not authenticate the server
const mysql = require('mysql2/promise');

const pool = mysql.createPool({
  uri: process.env.MYSQL_URI,
  connectionLimit: 4,
  ssl: {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: false,
  },
});

async function expireTrials() {
  const [result] = await pool.execute('UPDATE accounts SET plan = ? WHERE trial_ends < NOW()', ['free']);
  return result.affectedRows;
}

expireTrials()
  .then((count) => console.log('expired %d trials', count))
  .finally(() => pool.end());
