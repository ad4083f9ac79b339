// case: upload endpoint decodes device telemetry in BSON with function evaluation on
const express = require('express');
const BSON = require('bson');

const bson = new BSON();
const options = { evalFunctions: true, cacheFunctions: true, promoteBuffers: true };
const app = express();

app.post('/telemetry', express.raw({ type: 'application/bson' }), (req, res) => {
  let doc;
  try {
    doc = bson.deserialize(req.body, options);
  } catch (err) {
    return res.status(400).json({ error: 'malformed' });
  }
  const samples = Array.isArray(doc.samples) ? doc.samples.length : 0;
  return res.status(202).json({ samples });
});

app.listen(process.env.PORT || 3000);
