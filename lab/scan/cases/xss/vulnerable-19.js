// case: moderation list that joins rows of reported comments from the database into a table
const { Pool } = require('pg');

const pool = new Pool();

class ReportPage {
  constructor(rows) {
    this.rows = rows;
  }

  row(report) {
    return ['<tr>', `<td>${report.id}</td>`, `<td>${report.reporter}</td>`, `<td>${report.comment}</td>`, '</tr>'].join('');
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
