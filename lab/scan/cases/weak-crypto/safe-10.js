// case: API gateway authoriser accepts RS256 tokens only and names none when refusing
const jwt = require('jsonwebtoken');

const publicKey = process.env.JWT_PUBLIC_KEY;

function policy(principalId, effect, resource) {
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
    },
  };
}

exports.handler = async (event) => {
  const token = (event.authorizationToken || '').replace('Bearer ', '');
  try {
    const claims = jwt.verify(token, publicKey, { algorithms: ['RS256'], issuer: process.env.ISSUER });
    return policy(claims.sub, 'Allow', event.methodArn);
  } catch (err) {
    return policy('none', 'Deny', event.methodArn);
  }
};
