import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { madeOnce } from '../../n8n-server/cache';
import { npm } from '../../n8n-server/commands';

/** A package that carries a headless Chromium for x64 Linux. */
const CARRIER = '@sparticuz/chromium';
const CARRIER_VERSION = '153.0.0';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Nothing that looks outside, and no needs beyond a plain container. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium: the one that CHROMIUM_PATH names, the system's, or one from npm kept in
 * the user's cache folder.
 */
export async function launchChromium(): Promise<Browser> {
  const own = process.env.CHROMIUM_PATH;
  const system = [own, ...SYSTEM_BROWSERS].find((file) => file !== undefined && existsSync(file));
  if (system !== undefined) return await chromium.launch({ executablePath: system, args: FLAGS });

  const folder = await carriedChromium();
  const libraries = path.join(folder, 'lib');
  return await chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    args: FLAGS,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      ...(existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: path.join(folder, 'fonts') }),
    } as Record<string, string>,
  });
}

async function carriedChromium(): Promise<string> {
  return await madeOnce(`chromium-${CARRIER_VERSION}`, async (making) => {
    console.log('Fetching a headless Chromium (about 10 seconds; only the first time) …');
    const fetched = path.join(making, 'fetched');
    execFileSync('mkdir', ['-p', fetched]);
    writeFileSync(path.join(fetched, 'package.json'), '{"private":true}');
    await npm(['install', '--no-save', '--ignore-scripts', `${CARRIER}@${CARRIER_VERSION}`], {
      cwd: fetched,
    });
    const packed = path.join(fetched, 'node_modules', CARRIER, 'bin');
    const unpacked = (name: string) => brotliDecompressSync(readFileSync(path.join(packed, name)));
    writeFileSync(path.join(making, 'chromium'), unpacked('chromium.br'));
    chmodSync(path.join(making, 'chromium'), 0o755);
    for (const archive of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
      execFileSync('tar', ['-x', '-C', making], { input: unpacked(archive) });
    }
    rmSync(fetched, { recursive: true });
  });
}
