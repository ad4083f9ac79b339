// case: header names that carry keys are constants, their values come from the caller
const axios = require('axios');

const API_KEY_HEADER = 'x-api-key';
const TOKEN_HEADER = 'x-session-token';

function createWeatherClient({ apiKey, sessionToken }) {
  const client = axios.create({
    baseURL: 'https://weather.example.org/v3',
    timeout: 4000,
    headers: { [API_KEY_HEADER]: apiKey, [TOKEN_HEADER]: sessionToken },
  });
  return {
    async forecast(latitude, longitude) {
      const params = { latitude: Number(latitude), longitude: Number(longitude) };
      const { data } = await client.get('/forecast', { params });
      return data.days;
    },
  };
}

module.exports = { createWeatherClient };
