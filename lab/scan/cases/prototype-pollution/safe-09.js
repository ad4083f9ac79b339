// case: CSV import that unflattens dotted column names into records without a prototype
const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');

const s3 = new S3Client({});
const bare = () => Object.create(null);

function unflatten(columns, cells) {
  const record = bare();
  columns.forEach((column, at) => {
    let node = record;
    const steps = column.split('.');
    steps.forEach((step, index) => {
      if (index === steps.length - 1) {
        node[step] = cells[at];
      } else {
        node[step] = typeof node[step] === 'object' ? node[step] : bare();
        node = node[step];
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
  return { records: lines.map((line) => unflatten(columns, line.split(','))) };
};
