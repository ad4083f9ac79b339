// case: permission editor that copies grants from a posted matrix with nested loops
import express from 'express';

const app = express();
app.use(express.json());

const grants = { admin: { read: true, write: true }, guest: { read: true } };

function load(matrix) {
  for (const role of Object.keys(matrix)) {
    if (!grants[role]) grants[role] = {};
    for (const action of Object.keys(matrix[role])) {
      grants[role][action] = matrix[role][action] === true;
    }
  }
}

app.put('/grants', (req, res) => {
  load(req.body);
  res.json({ roles: Object.keys(grants) });
});

app.get('/grants/:role', (req, res) => {
  const own = Object.hasOwn(grants, req.params.role);
  res.status(own ? 200 : 404).json(own ? grants[req.params.role] : {});
});

export { app };
