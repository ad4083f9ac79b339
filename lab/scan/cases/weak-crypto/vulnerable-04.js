// case: payment callback payloads are sealed with triple DES
'use strict';
const crypto = require('crypto');

class GatewaySealer {
  constructor(env) {
    this.key = Buffer.from(env.GATEWAY_KEY, 'hex');
    this.cipher = 'des-ede3-cbc';
  }

  seal(payload) {
    const iv = crypto.randomBytes(8);
    const cipher = crypto.createCipheriv(this.cipher, this.key, iv);
    const body = Buffer.concat([cipher.update(JSON.stringify(payload), 'utf8'), cipher.final()]);
    return `${iv.toString('hex')}.${body.toString('hex')}`;
  }
}

exports.handler = async (event) => {
  const sealer = new GatewaySealer(process.env);
  const sealed = event.Records.map((record) => sealer.seal(JSON.parse(record.body)));
  return { sealed };
};
