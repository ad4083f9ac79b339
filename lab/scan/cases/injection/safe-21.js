// case: import job that sends rows read from CSV uploads as a nested value list
const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
const mysql = require('mysql2/promise');

const s3 = new S3Client({});

function toRow(line) {
  const [code, name, price] = line.split(';');
  return [code, name, Number(price)];
}

exports.handler = async (event) => {
  const db = await mysql.createConnection(process.env.DATABASE_URL);
  try {
    for (const record of event.Records) {
      const object = await s3.send(
        new GetObjectCommand({ Bucket: record.s3.bucket.name, Key: decodeURIComponent(record.s3.object.key) }),
      );
      const text = await object.Body.transformToString();
      const rows = text.split('\n').filter(Boolean).map(toRow);
      await db.query('REPLACE INTO partner_prices (code, name, price) VALUES ?', [rows]);
    }
  } finally {
    await db.end();
  }
};
