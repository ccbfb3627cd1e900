// Loaded before a program: makes this machine as small as the environment says.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

if (process.env.FAKE_DISK)
  fs.statfsSync = () => ({ bavail: Number(process.env.FAKE_DISK), bsize: 1 });
if (process.env.FAKE_MEMORY) process.constrainedMemory = () => Number(process.env.FAKE_MEMORY);
if (process.env.FAKE_NODE) {
  Object.defineProperty(process, 'versions', {
    value: { ...process.versions, node: process.env.FAKE_NODE },
  });
}
syncBuiltinESMExports();
