// case: multipart import of playbooks through js-yaml 4 extended with the JavaScript types
const multer = require('multer');
const express = require('express');
const yaml = require('js-yaml');
const unsafe = require('js-yaml-js-types').all;

const schema = yaml.DEFAULT_SCHEMA.extend(unsafe);
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 65536 } });
const router = express.Router();

router.post('/playbooks/import', upload.single('file'), (req, res, next) => {
  if (!req.file) return res.sendStatus(400);
  try {
    const playbook = yaml.load(req.file.buffer.toString('utf8'), { schema });
    res.json({ tasks: (playbook.tasks || []).length });
  } catch (err) {
    next(err);
  }
});

module.exports = router;
