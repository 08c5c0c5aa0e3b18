// Loaded before the command line by bench/start/large-home.mjs: files are written without waiting for the disk.
const { promises } = require('node:fs');

const { open } = promises;
promises.open = async (...args) => {
  const handle = await open(...args);
  handle.sync = () => Promise.resolve();
  return handle;
};
