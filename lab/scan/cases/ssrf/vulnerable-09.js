// case: invoice printer that opens the page to print in a headless browser
const puppeteer = require('puppeteer');

let browser;

async function launch() {
  if (!browser) {
    browser = await puppeteer.launch({ headless: true });
  }
  return browser;
}

exports.handler = async (event) => {
  const { page: target, format = 'A4' } = JSON.parse(event.body);
  const instance = await launch();
  const page = await instance.newPage();
  try {
    await page.goto(target, { waitUntil: 'networkidle0', timeout: 10000 });
    const pdf = await page.pdf({ format: format === 'Letter' ? 'Letter' : 'A4' });
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
