// case: object store names blobs by the git object id, which the format fixes to SHA-1
const crypto = require('crypto');
const zlib = require('zlib');

class GitObjects {
  constructor(store) {
    this.store = store;
  }

  static id(type, content) {
    const header = Buffer.from(`${type} ${content.length}\0`);
    return crypto.createHash('sha1').update(header).update(content).digest('hex');
  }

  async put(type, content) {
    const id = GitObjects.id(type, content);
    await this.store.set(id, zlib.deflateSync(content));
    return id;
  }
}

module.exports = { GitObjects };
