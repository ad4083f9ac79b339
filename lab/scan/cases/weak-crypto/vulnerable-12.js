// case: document vault uses crypto-js DES for attachments
const CryptoJS = require('crypto-js');

class Vault {
  constructor(store, passphrase) {
    this.store = store;
    this.passphrase = passphrase;
  }

  async put(id, text) {
    const sealed = CryptoJS.DES.encrypt(text, this.passphrase).toString();
    await this.store.set(id, sealed);
  }

  async get(id) {
    const sealed = await this.store.get(id);
    return CryptoJS.DES.decrypt(sealed, this.passphrase).toString(CryptoJS.enc.Utf8);
  }
}

module.exports = { Vault };
