// case: multipart import of playbooks through js-yaml with the JSON schema
const multer = require('multer');
const express = require('express');
const yaml = require('js-yaml');

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 65536 } });
const router = express.Router();

router.post('/playbooks/import', upload.single('file'), (req, res, next) => {
  if (!req.file) return res.sendStatus(400);
  try {
    const playbook = yaml.load(req.file.buffer.toString('utf8'), { schema: yaml.JSON_SCHEMA });
    res.json({ tasks: Array.isArray(playbook?.tasks) ? playbook.tasks.length : 0 });
  } catch (err) {
    next(err);
  }
});

module.exports = router;
