// case: language middleware that picks one of the dictionaries loaded when it started
const fs = require('fs');
const path = require('path');

const folder = path.join(__dirname, 'locales');
const dictionaries = new Map(
  fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [path.basename(name, '.json'), JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))]),
);

module.exports = function locale(req, res, next) {
  const wanted = (req.headers['accept-language'] || 'en').split(',')[0].trim();
  req.dictionary = dictionaries.get(wanted) || dictionaries.get('en');
  next();
};
