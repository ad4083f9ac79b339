// case: ALB Lambda answers link clicks with the address decoded from base64
export const handler = async (event) => {
  const packed = event.queryStringParameters?.l;
  if (!packed) {
    return { statusCode: 404, statusDescription: '404 Not Found', isBase64Encoded: false, body: '' };
  }
  const address = Buffer.from(packed, 'base64url').toString('utf8');
  console.log(JSON.stringify({ kind: 'newsletter-click', length: address.length }));
  return {
    statusCode: 302,
    statusDescription: '302 Found',
    isBase64Encoded: false,
    headers: { location: encodeURI(address) },
    body: '',
  };
};
