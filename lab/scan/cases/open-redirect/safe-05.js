// case: raw http server keeps the path of the resolved target and drops any host
const http = require('http');
const { URL } = require('url');

const BASE = 'http://site.invalid';

function localPath(target) {
  const url = new URL(target, BASE);
  return url.origin === BASE && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}

const server = http.createServer((req, res) => {
  let location = '/';
  try {
    const here = new URL(req.url, BASE);
    location = localPath(here.searchParams.get('to') || '/');
  } catch {
    location = '/';
  }
  res.writeHead(302, { Location: location });
  res.end();
});

server.listen(8080);
