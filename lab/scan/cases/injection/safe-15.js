// case: account verification whose token is parsed by a schema before it reaches the collection
const express = require('express');
const { z } = require('zod');

const Params = z.object({ token: z.string().length(40) });

module.exports = function accounts(db) {
  const router = express.Router();

  router.get('/account/verify', async (req, res) => {
    const parsed = Params.safeParse(req.query);
    if (!parsed.success) {
      res.status(400).json({ verified: false });
      return;
    }
    const { token } = parsed.data;
    const account = await db.collection('accounts').findOne({ verifyToken: token });
    if (account === null) {
      res.status(404).json({ verified: false });
      return;
    }
    await db.collection('accounts').updateOne({ _id: account._id }, { $set: { verified: true } });
    res.json({ verified: true });
  });

  return router;
};
