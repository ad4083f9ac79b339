// case: XML directory read by a constant XPath expression and compared in code
const fs = require('fs');
const xpath = require('xpath');
const { DOMParser } = require('@xmldom/xmldom');

const source = fs.readFileSync('/srv/data/staff.xml', 'utf8');
const doc = new DOMParser().parseFromString(source, 'text/xml');

exports.handler = async (event) => {
  const params = event.queryStringParameters || {};
  const badge = params.badge || '';
  const doors = xpath
    .select('//employee', doc)
    .filter((node) => xpath.select1('string(badge)', node) === badge)
    .map((node) => xpath.select1('string(door)', node));
  return {
    statusCode: doors.length > 0 ? 200 : 404,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ doors }),
  };
};
