// case: invoice printer that opens its own page for a numeric invoice in a headless browser
const puppeteer = require('puppeteer');

const ORIGIN = process.env.APP_ORIGIN;
let browser;

async function launch() {
  if (!browser) {
    browser = await puppeteer.launch({ headless: true });
  }
  return browser;
}

exports.handler = async (event) => {
  const invoice = Number.parseInt(JSON.parse(event.body).invoice, 10);
  if (Number.isNaN(invoice)) {
    return { statusCode: 400, body: 'invoice must be a number' };
  }
  const page = await (await launch()).newPage();
  try {
    await page.goto(`${ORIGIN}/invoices/${invoice}/print`, { waitUntil: 'networkidle0' });
    const pdf = await page.pdf({ format: 'A4' });
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/pdf' },
      isBase64Encoded: true,
      body: Buffer.from(pdf).toString('base64'),
    };
  } finally {
    await page.close();
  }
};
