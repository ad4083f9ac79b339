// case: ALB Lambda checks a list header of names and commas
const LIST = /^(\s*[\w-]+\s*,?)+$/;

function features(header) {
  if (!LIST.test(header)) {
    return undefined;
  }
  return header.split(',').map((name) => name.trim());
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
