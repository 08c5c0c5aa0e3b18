// `npm run icons`: draws the icons of the packages from resources/icons/*.svg. Run by hand when the drawing changes; the
// result lies in the repository.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import png2icons from 'png2icons';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'resources/package');
/** Below 32 pixels the frame takes too much of the ear: the bare mark then. */
const drawing = (size) => (size < 32 ? 'nachlese.svg' : 'nachlese-app.svg');
const SIZES = [16, 22, 24, 32, 48, 64, 96, 128, 256, 512, 1024];

async function draw(page, size) {
  const svg = readFileSync(join(root, 'resources/icons', drawing(size)), 'utf8');
  const address = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}img{display:block;width:${size}px;height:${size}px}</style><img src="${address}">`,
  );
  await page.locator('img').evaluate((image) => image.decode());
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  mkdirSync(join(folder, 'icons'), { recursive: true });
  for (const size of SIZES) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), await draw(page, size));
} finally {
  await browser.close();
}
const largest = readFileSync(join(folder, 'icons/1024x1024.png'));
writeFileSync(join(folder, 'icon.ico'), png2icons.createICO(largest, png2icons.BICUBIC2, 0, true, true));
writeFileSync(join(folder, 'icon.icns'), png2icons.createICNS(largest, png2icons.BICUBIC2, 0));
