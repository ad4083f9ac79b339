// case: CSV import that unflattens dotted column names into nested records
const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');

const s3 = new S3Client({});

function unflatten(flat) {
  const record = {};
  Object.entries(flat).forEach(([column, value]) => {
    let node = record;
    const steps = column.split('.');
    steps.forEach((step, index) => {
      if (index === steps.length - 1) {
        node[step] = value;
      } else {
        node = node[step] = node[step] || {};
      }
    });
  });
  return record;
}

exports.handler = async (event) => {
  const [{ s3: source }] = event.Records;
  const object = await s3.send(
    new GetObjectCommand({ Bucket: source.bucket.name, Key: decodeURIComponent(source.object.key) }),
  );
  const [header, ...lines] = (await object.Body.transformToString()).split('\n');
  const columns = header.split(',');
  const records = lines.map((line) => {
    const cells = line.split(',');
    return unflatten(Object.fromEntries(columns.map((column, index) => [column, cells[index]])));
  });
  return { imported: records.length };
};
