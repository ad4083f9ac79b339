// case: validation options and job settings with similar names have nothing to do with TLS
const express = require('express');
const Ajv = require('ajv');

const ajv = new Ajv({ strict: false, verify: false, validateFormats: true });
const settings = { rejectUnknown: false, insecureDefaults: false, tls: { required: true } };
const validate = ajv.compile({
  type: 'object',
  properties: { rejectUnauthorized: { type: 'boolean' } },
  required: ['rejectUnauthorized'],
});

const router = express.Router();

router.post('/policies/check', express.json(), (req, res) => {
  const valid = validate(req.body);
  const refused = valid && req.body.rejectUnauthorized === false && settings.tls.required;
  res.status(valid ? 200 : 422).json({ accepted: valid && !refused });
});

module.exports = router;
