// case: Lambda connects to MongoDB with user and password inside the connection string
import { MongoClient } from 'mongodb';

const client = new MongoClient('mongodb://reporting:Hj4mn8QxTeal@mongo-0.internal.example.net:27017/reports');

export const handler = async (event) => {
  const day = String(event.queryStringParameters?.day ?? '').slice(0, 10);
  const reports = client.db().collection('reports');
  const report = await reports.findOne({ day }, { projection: { _id: 0, day: 1, total: 1 } });
  return {
    statusCode: report ? 200 : 404,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(report ?? {}),
  };
};
