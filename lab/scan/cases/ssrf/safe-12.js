// case: axios instance with a base address that receives the caller's values as parameters
const express = require('express');
const axios = require('axios');

const inventory = axios.create({
  baseURL: 'http://inventory.svc.cluster.local',
  timeout: 2000,
  headers: { 'x-service': 'storefront' },
});

const router = express.Router();
router.use(express.json());

router.post('/stock', async (req, res, next) => {
  try {
    const { resource, warehouse } = req.body;
    const { data } = await inventory.get('/stock', { params: { resource, warehouse } });
    res.json({ stock: data });
  } catch (err) {
    next(err);
  }
});

module.exports = router;
