// case: field encryption helper uses AES in electronic codebook mode
import { createCipheriv, createDecipheriv } from 'node:crypto';

const key = Buffer.from(process.env.FIELD_KEY ?? '', 'hex');

export function encryptField(plain) {
  const cipher = createCipheriv('aes-256-ecb', key, null);
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

export function decryptField(encoded) {
  const decipher = createDecipheriv('aes-256-ecb', key, null);
  return Buffer.concat([decipher.update(encoded, 'base64'), decipher.final()]).toString('utf8');
}

export function encryptPatient(patient) {
  return { id: patient.id, name: encryptField(patient.name), diagnosis: encryptField(patient.diagnosis) };
}
