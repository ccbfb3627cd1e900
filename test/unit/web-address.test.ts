import { isLocalHost } from '../../nodes/basics/web-address';

describe('addresses that a vendor cannot reach', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'app.localhost',
    'localhost.',
    'n8n',
    'nas.local',
    'db.internal',
    '127.0.0.1',
    '127.8.9.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.9',
    '169.254.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '[::1]',
    '::',
    'fe80::1',
    'fd12::1',
    'fc00::1',
    '::ffff:10.0.0.1',
    '[::ffff:7f00:1]',
  ])('%s', (host) => {
    expect(isLocalHost(host)).toBe(true);
  });

  it.each([
    'n8n.example.com',
    '8.8.8.8',
    '172.32.0.1',
    '172.15.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '2001:db8::1',
    '[2001:db8::1]',
    '::ffff:8.8.8.8',
  ])('not %s', (host) => {
    expect(isLocalHost(host)).toBe(false);
  });
});
