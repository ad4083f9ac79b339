// case: moderation table whose cells go through an escaping tagged template
const he = require('he');
const { Pool } = require('pg');

const pool = new Pool();

function html(strings, ...values) {
  return strings.reduce((out, part, index) => out + (index === 0 ? '' : he.encode(String(values[index - 1]))) + part, '');
}

class ReportPage {
  constructor(rows) {
    this.rows = rows;
  }

  row(report) {
    return html`<tr><td>${report.id}</td><td>${report.reporter}</td><td>${report.comment}</td></tr>`;
  }

  render() {
    return '<table>' + this.rows.map((report) => this.row(report)).join('') + '</table>';
  }
}

module.exports = async function reports(req, res) {
  const result = await pool.query('SELECT id, reporter, comment FROM reports ORDER BY id DESC LIMIT 100');
  res.set('Content-Type', 'text/html');
  res.send(new ReportPage(result.rows).render());
};
