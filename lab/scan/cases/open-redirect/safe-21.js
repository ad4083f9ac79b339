// case: Lambda@Edge viewer request moves old paths to new ones on the same site
'use strict';

const MOVED = Object.freeze({
  '/blog': '/articles',
  '/team': '/about/people',
  '/prices': '/plans',
});

exports.handler = (event, context, callback) => {
  const request = event.Records[0].cf.request;
  if (!Object.hasOwn(MOVED, request.uri)) {
    callback(null, request);
    return;
  }
  callback(null, {
    status: '301',
    statusDescription: 'Moved Permanently',
    headers: { location: [{ key: 'Location', value: MOVED[request.uri] }] },
  });
};
