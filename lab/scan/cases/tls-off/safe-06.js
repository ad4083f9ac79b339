// case: legacy request library posts card data with strictSSL left on
const request = require('request');

const strict = true;

function charge(card, amountCents, done) {
  const options = {
    method: 'POST',
    url: 'https://pay.example.com/charges',
    json: { card, amountCents },
    strictSSL: strict,
    timeout: 8000,
  };
  request(options, (err, response, body) => {
    if (err) return done(err);
    if (response.statusCode !== 201) return done(new Error(`charge refused: ${response.statusCode}`));
    return done(null, body.id);
  });
}

module.exports = { charge };
