// case: MongoDB search with an equality filter on a string-converted query value
const { MongoClient } = require('mongodb');
const express = require('express');

const client = new MongoClient(process.env.MONGO_URL);
const app = express();

app.get('/employees', async (req, res, next) => {
  try {
    const employees = client.db('hr').collection('employees');
    const team = String(req.query.team || 'platform');
    const docs = await employees
      .find({ team: { $eq: team }, active: true })
      .project({ name: 1, title: 1 })
      .limit(200)
      .toArray();
    res.json(docs);
  } catch (err) {
    next(err);
  }
});

module.exports = { app, client };
