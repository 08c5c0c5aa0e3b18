// Electron's own default app is missing in the test runtime; this stands in for it. It becomes
// resources/default_app.asar and runs the app folder or file named on the command line.
const { app } = require('electron');
const { existsSync, readFileSync, statSync } = require('node:fs');
const path = require('node:path');

const args = process.argv.slice(1);
const required = [];
let file;
let rest = [];
for (let index = 0; index < args.length; index++) {
  // Playwright passes -r; a loader that does not know it makes it wait for ever.
  if (args[index] === '-r' || args[index] === '--require') required.push(args[++index]);
  else if (!args[index].startsWith('-')) {
    file = args[index];
    rest = args.slice(index + 1);
    break;
  }
}
if (!file) {
  console.error('usage: electron [options] path-to-app');
  app.exit(1);
} else {
  for (const module of required) require(path.resolve(module));
  const target = path.resolve(file);
  const folder = statSync(target).isDirectory() ? target : path.dirname(target);
  const description = path.join(folder, 'package.json');
  if (existsSync(description)) {
    const { name, productName, version } = JSON.parse(readFileSync(description, 'utf8'));
    if (version) app.setVersion(version);
    if (productName || name) app.setName(productName || name);
  }
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
  }
  app.setAppPath(folder);
  process.argv.splice(1, args.length, target, ...rest);
  require(target);
}
