// case: nightly import job whose rows, read from partner CSV uploads, go into a multi-value statement
const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
const mysql = require('mysql2/promise');

const s3 = new S3Client({});

function toTuple(line) {
  const [code, name, price] = line.split(';');
  return "('" + code + "','" + name + "'," + Number(price) + ')';
}

exports.handler = async (event) => {
  const db = await mysql.createConnection(process.env.DATABASE_URL);
  try {
    for (const record of event.Records) {
      const object = await s3.send(
        new GetObjectCommand({ Bucket: record.s3.bucket.name, Key: decodeURIComponent(record.s3.object.key) }),
      );
      const text = await object.Body.transformToString();
      const tuples = text.split('\n').filter(Boolean).map(toTuple);
      await db.query('REPLACE INTO partner_prices (code, name, price) VALUES ' + tuples.join(','));
    }
  } finally {
    await db.end();
  }
};
