// case: ALB handler that mirrors a package from the registry named in the request
const https = require('https');

function getJson(options) {
  return new Promise((resolve, reject) => {
    https
      .get(options, (res) => {
        let text = '';
        res.on('data', (chunk) => (text += chunk));
        res.on('end', () => resolve(JSON.parse(text)));
      })
      .on('error', reject);
  });
}

exports.handler = async (event) => {
  const { registry = 'registry.example.org', name } = event.queryStringParameters;
  const manifest = await getJson({
    hostname: registry,
    path: '/' + encodeURIComponent(name),
    headers: { accept: 'application/json' },
  });
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: manifest.name, latest: manifest['dist-tags'].latest }),
  };
};
