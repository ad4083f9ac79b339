// case: language middleware that loads a dictionary according to the accept-language header
const fs = require('fs');
const path = require('path');

const cache = new Map();

function dictionary(language) {
  if (!cache.has(language)) {
    const file = path.join(__dirname, 'locales', language + '.json');
    cache.set(language, JSON.parse(fs.readFileSync(file, 'utf8')));
  }
  return cache.get(language);
}

module.exports = function locale(req, res, next) {
  const wanted = (req.headers['accept-language'] || 'en').split(',')[0].trim();
  try {
    req.dictionary = dictionary(wanted);
  } catch (err) {
    req.dictionary = dictionary('en');
  }
  next();
};
