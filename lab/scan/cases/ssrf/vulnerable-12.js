// case: axios instance with a base address that is asked for a caller-given path
const express = require('express');
const axios = require('axios');

const inventory = axios.create({
  baseURL: 'http://inventory.svc.cluster.local',
  timeout: 2000,
  headers: { 'x-service': 'storefront' },
});

const router = express.Router();
router.use(express.json());

// the storefront names the stock resource it wants, such as "/stock/shoes"
router.post('/stock', async (req, res, next) => {
  try {
    const { resource } = req.body;
    const { data } = await inventory.get(resource);
    res.json({ stock: data });
  } catch (err) {
    next(err);
  }
});

module.exports = router;
