// case: ALB handler that reads a package description from one constant registry
const https = require('https');

const REGISTRY = 'registry.example.org';

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
  const { name } = event.queryStringParameters;
  const manifest = await getJson({
    hostname: REGISTRY,
    path: '/' + encodeURIComponent(name),
    headers: { accept: 'application/json' },
  });
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: manifest.name, latest: manifest['dist-tags'].latest }),
  };
};
