// Imported first: says in one line that this Node is too old, before anything newer than it is used.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Nachlese needs Node 20.19 or newer to be built; this is ${process.versions.node}.`);
  process.exit(1);
}
