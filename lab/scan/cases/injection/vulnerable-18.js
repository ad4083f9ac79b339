// case: XML directory searched by an XPath expression holding the caller's value
const fs = require('fs');
const xpath = require('xpath');
const { DOMParser } = require('@xmldom/xmldom');

const source = fs.readFileSync('/srv/data/staff.xml', 'utf8');
const doc = new DOMParser().parseFromString(source, 'text/xml');

exports.handler = async (event) => {
  const params = event.queryStringParameters || {};
  const badge = params.badge || '';
  const pin = params.pin || '';
  const expression = "//employee[badge='" + badge + "' and pin='" + pin + "']/door";
  const doors = xpath.select(expression, doc).map((node) => node.textContent);
  return {
    statusCode: doors.length > 0 ? 200 : 403,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ doors }),
  };
};
