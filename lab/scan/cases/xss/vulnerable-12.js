// case: avatar generator that writes initials from the query into an SVG document
exports.handler = async (event) => {
  const params = event.queryStringParameters || {};
  const initials = params.initials || '?';
  const size = Math.min(Math.max(Number(params.size) || 64, 16), 512);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 64 64">`,
    '<rect width="64" height="64" rx="8" fill="#3a5"/>',
    `<text x="32" y="40" text-anchor="middle" font-size="24">${initials}</text>`,
    '</svg>',
  ].join('');
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=60' },
    body: svg,
  };
};
