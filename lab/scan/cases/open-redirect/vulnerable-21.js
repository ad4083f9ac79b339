// case: Lambda@Edge viewer request redirects to the value of a query parameter
'use strict';
const querystring = require('querystring');

exports.handler = (event, context, callback) => {
  const request = event.Records[0].cf.request;
  const { redirect } = querystring.parse(request.querystring);
  if (request.uri !== '/go' || typeof redirect !== 'string') {
    callback(null, request);
    return;
  }
  callback(null, {
    status: '302',
    statusDescription: 'Found',
    headers: { location: [{ key: 'Location', value: encodeURI(redirect) }] },
  });
};
