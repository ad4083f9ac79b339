// case: API gateway authoriser accepts unsigned JSON web tokens
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
    const unsigned = token.endsWith('.');
    const claims = jwt.verify(token, unsigned ? '' : publicKey, { algorithms: ['RS256', 'none'] });
    return policy(claims.sub, 'Allow', event.methodArn);
  } catch (err) {
    return policy('anonymous', 'Deny', event.methodArn);
  }
};
