// case: log viewer that lists and tails files of a folder chosen by the caller
const fs = require('fs');
const path = require('path');

const LOGS = '/var/log/app';

function list(folder, callback) {
  fs.readdir(path.join(LOGS, folder), { withFileTypes: true }, (err, entries) => {
    if (err) return callback(err);
    callback(
      null,
      entries.filter((entry) => entry.isFile()).map((entry) => entry.name),
    );
  });
}

exports.handler = (event, context, callback) => {
  const folder = (event.queryStringParameters && event.queryStringParameters.folder) || '.';
  list(folder, (err, names) => {
    if (err) return callback(null, { statusCode: 404, body: '{"files":[]}' });
    callback(null, { statusCode: 200, body: JSON.stringify({ files: names }) });
  });
};
