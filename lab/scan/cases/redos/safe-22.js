// case: Lambda searches an archive for lines of one request, named by letters and digits only
const { GetObjectCommand, S3Client } = require('@aws-sdk/client-s3');

const s3 = new S3Client({});

async function lines() {
  const object = await s3.send(
    new GetObjectCommand({ Bucket: process.env.ARCHIVE_BUCKET, Key: 'archive/latest.log' }),
  );
  return (await object.Body.transformToString()).split('\n');
}

exports.handler = async (event) => {
  const id = (event.queryStringParameters && event.queryStringParameters.request) || '';
  if (!/^[a-z0-9]{8,32}$/.test(id)) {
    return { statusCode: 400, body: '' };
  }
  const ofRequest = new RegExp(`\\brequest=${id}\\b`);
  const hits = (await lines()).filter((line) => ofRequest.test(line));
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hits: hits.length }),
  };
};
