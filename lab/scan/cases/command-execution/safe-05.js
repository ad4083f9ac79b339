// case: pricing endpoint that picks one of the named formulas instead of evaluating text
const express = require('express');

const app = express();
app.use(express.json());

const FORMULAS = new Map([
  ['flat', (quantity) => quantity * 10],
  ['bulk', (quantity) => (quantity > 100 ? quantity * 8 : quantity * 10)],
]);

function evaluate(name, quantity) {
  const formula = FORMULAS.get(name);
  return formula === undefined ? Number.NaN : formula(quantity);
}

app.post('/price', (req, res) => {
  const { formula, quantity } = req.body;
  const total = evaluate(formula, Number(quantity));
  if (!Number.isFinite(total)) {
    res.status(400).json({ error: 'the formula does not give a number' });
    return;
  }
  res.json({ total });
});

module.exports = app;
