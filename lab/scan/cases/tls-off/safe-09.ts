// case: mongoose connects with TLS and a CA file, invalid certificates refused
import mongoose, { Schema } from 'mongoose';

const deviceSchema = new Schema({
  serial: { type: String, required: true, unique: true },
  firmware: String,
});

export const Device = mongoose.model('Device', deviceSchema);

export async function connect(): Promise<void> {
  const uri = process.env['MONGO_URI'];
  if (!uri) {
    throw new Error('MONGO_URI is not set');
  }
  await mongoose.connect(uri, {
    tls: true,
    tlsCAFile: '/etc/ssl/mongo-ca.pem',
    tlsAllowInvalidCertificates: false,
  });
}
