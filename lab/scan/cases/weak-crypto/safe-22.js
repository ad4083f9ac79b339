// case: load generator shuffles its targets and hashes user ids into shards
const crypto = require('node:crypto');

function shuffle(items) {
  const out = items.slice();
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

function shardOf(userId, shards) {
  return crypto.createHash('md5').update(String(userId)).digest().readUInt32BE(0) % shards;
}

function plan(userIds, shards) {
  const buckets = Array.from({ length: shards }, () => []);
  for (const id of userIds) buckets[shardOf(id, shards)].push(id);
  return buckets.map(shuffle);
}

module.exports = { plan };
