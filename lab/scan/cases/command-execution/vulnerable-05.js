// case: pricing endpoint that evaluates a formula sent by the spreadsheet plug-in
const express = require('express');

const app = express();
app.use(express.json());

function price(formula, quantity) {
  const expression = formula.replace(/\bQ\b/g, String(quantity));
  return eval(expression);
}

app.post('/price', (req, res) => {
  const { formula, quantity } = req.body;
  const total = price(formula, Number(quantity));
  if (!Number.isFinite(total)) {
    res.status(400).json({ error: 'the formula does not give a number' });
    return;
  }
  res.json({ total });
});

module.exports = app;
