// case: Lambda searches an archive line by line with whatever text the caller sends
const { GetObjectCommand, S3Client } = require('@aws-sdk/client-s3');

const s3 = new S3Client({});

async function lines() {
  const object = await s3.send(
    new GetObjectCommand({ Bucket: process.env.ARCHIVE_BUCKET, Key: 'archive/latest.log' }),
  );
  return (await object.Body.transformToString()).split('\n');
}

exports.handler = async (event) => {
  const find = event.queryStringParameters && event.queryStringParameters.find;
  if (!find) {
    return { statusCode: 400, body: '' };
  }
  const all = await lines();
  const hits = all.filter((line) => line.search(find) !== -1);
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hits: hits.length }),
  };
};
