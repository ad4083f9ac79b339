// case: log viewer that lists one fixed folder and filters the names by the caller's text
const fs = require('fs');

const LOGS = '/var/log/app';

function list(text, callback) {
  fs.readdir(LOGS, { withFileTypes: true }, (err, entries) => {
    if (err) return callback(err);
    callback(
      null,
      entries.filter((entry) => entry.isFile() && entry.name.includes(text)).map((entry) => entry.name),
    );
  });
}

exports.handler = (event, context, callback) => {
  const text = (event.queryStringParameters && event.queryStringParameters.folder) || '';
  list(text, (err, names) => {
    if (err) return callback(null, { statusCode: 404, body: '{"files":[]}' });
    callback(null, { statusCode: 200, body: JSON.stringify({ files: names }) });
  });
};
