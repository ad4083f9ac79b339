// case: outgoing weather calls carry a literal API key header
const axios = require('axios');

const client = axios.create({
  baseURL: 'https://weather.example.org/v3',
  timeout: 4000,
  headers: {
    accept: 'application/json',
    'x-api-key': 'wx-91f0c2be7d5544a8b3e6d210',
  },
});

async function forecast(latitude, longitude) {
  const { data } = await client.get('/forecast', {
    params: { latitude: Number(latitude), longitude: Number(longitude) },
  });
  return data.days.map((day) => ({ date: day.date, highCelsius: day.high }));
}

module.exports = { forecast };
