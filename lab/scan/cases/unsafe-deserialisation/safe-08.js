// case: upload endpoint decodes device telemetry in BSON with its safe defaults
const express = require('express');
const { deserialize } = require('bson');

const app = express();

app.post('/telemetry', express.raw({ type: 'application/bson', limit: '64kb' }), (req, res) => {
  let doc;
  try {
    doc = deserialize(req.body, { promoteBuffers: true });
  } catch (err) {
    return res.status(400).json({ error: 'malformed' });
  }
  const samples = Array.isArray(doc.samples) ? doc.samples.length : 0;
  return res.status(202).json({ samples });
});

app.listen(process.env.PORT || 3000);
