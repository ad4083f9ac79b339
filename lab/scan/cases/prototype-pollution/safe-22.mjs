// case: permission editor that collects grants of a posted matrix as a set of pairs
import express from 'express';

const app = express();
app.use(express.json());

let grants = new Set(['admin read', 'admin write', 'guest read']);

function load(matrix) {
  const next = new Set();
  for (const [role, actions] of Object.entries(matrix)) {
    for (const [action, allowed] of Object.entries(actions)) {
      if (allowed === true) next.add(`${role} ${action}`);
    }
  }
  return next;
}

app.put('/grants', (req, res) => {
  grants = load(req.body);
  res.json({ count: grants.size });
});

app.get('/grants/:role/:action', (req, res) => {
  const { role, action } = req.params;
  res.json({ allowed: grants.has(`${role} ${action}`) });
});

export { app };
