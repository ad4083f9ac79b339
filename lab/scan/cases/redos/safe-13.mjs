// case: ALB Lambda splits a list header first and checks every name by itself
const NAME = /^[\w-]{1,40}$/;

function features(header) {
  const names = header.split(',').map((name) => name.trim());
  return names.every((name) => NAME.test(name)) ? names : undefined;
}

export const handler = async (event) => {
  const wanted = features(event.headers?.['x-features'] ?? 'none');
  return {
    statusCode: wanted ? 200 : 400,
    statusDescription: wanted ? '200 OK' : '400 Bad Request',
    isBase64Encoded: false,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ count: wanted?.length ?? 0 }),
  };
};
