import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROJECT = path.join(__dirname, '..', '..');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-preflight-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a machine says on which n8n was never installed. */
function saidWith(env: Record<string, string>): { code: number | null; text: string } {
  const done = spawnSync(
    process.execPath,
    ['--require', path.join(__dirname, 'small-machine.cjs'), 'tools/preflight.mjs', '--n8n'],
    {
      cwd: PROJECT,
      encoding: 'utf8',
      env: {
        ...process.env,
        XDG_CACHE_HOME: folder,
        npm_config_registry: 'http://127.0.0.1:9',
        ...env,
      },
    },
  );
  return { code: done.status, text: done.stderr };
}

describe('before anything is installed, it is said that', () => {
  it('no registry answers, and how to set a proxy', () => {
    const { code, text } = saidWith({});
    expect(code).toBe(1);
    expect(text).toContain('npm does not reach its registry');
    expect(text).toContain('npm config set proxy');
  });

  it('the disk is too small, for which folder, and how to use another', () => {
    const { text } = saidWith({ FAKE_DISK: String(1024 ** 3) });
    expect(text).toMatch(/There are 1\.0 GB of disk left for .+, and 3\.2 GB are needed\./);
    expect(text).toContain('XDG_CACHE_HOME');
  });

  it('the memory is too small', () => {
    const { text } = saidWith({ FAKE_MEMORY: String(0.5 * 1024 ** 3) });
    expect(text).toContain('This machine has 0.5 GB of memory');
  });

  it('Node is too old', () => {
    expect(saidWith({ FAKE_NODE: '18.20.4' }).text).toContain(
      'This needs Node 20.15 or newer; you have 18.20.4.',
    );
  });

  it('there is no compiler, and how to get one', () => {
    const bare = path.join(folder, 'bin');
    const { text } = saidWith({ PATH: bare });
    expect(text).toContain('make, c++, python3 cannot be found');
    expect(text).toContain('apt install build-essential python3');
  });

  it('nothing, where the cache cannot be made but nothing is missing', () => {
    const done = spawnSync(process.execPath, ['tools/preflight.mjs'], {
      cwd: PROJECT,
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: __filename },
    });
    expect([done.status, done.stdout.trim()]).toEqual([0, 'Nothing stands in the way.']);
  });
});
