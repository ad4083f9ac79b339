// case: profile lookup that passes a parsed query-string object to the collection filter
const express = require('express');

module.exports = function accounts(db) {
  const router = express.Router();

  // the app uses the extended (qs) query parser
  router.get('/account/verify', async (req, res) => {
    const token = req.query.token;
    const account = await db.collection('accounts').findOne({ verifyToken: token });
    if (account === null) {
      res.status(404).json({ verified: false });
      return;
    }
    await db.collection('accounts').updateOne(
      { _id: account._id },
      { $set: { verified: true }, $unset: { verifyToken: '' } },
    );
    res.json({ verified: true, email: account.email });
  });

  return router;
};
