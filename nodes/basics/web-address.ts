/**
 * Whether an address points into the machine or network it is used in, so that a vendor on the
 * internet cannot reach it: loopback, private and link-local addresses, and names that only exist
 * inside a network. Names are judged by their look; nothing is looked up.
 *
 * @param host a host name or IP address, IPv6 with or without brackets
 */
export function isLocalHost(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  const ipv4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name);
  if (ipv4 !== null) return isLocalIpv4(Number(ipv4[1]), Number(ipv4[2]));
  if (name.includes(':')) return isLocalIpv6(name);
  return !name.includes('.') || /\.(?:localhost|local|internal|lan|home|intranet|test)$/.test(name);
}

function isLocalIpv4(first: number, second: number): boolean {
  return (
    first === 0 ||
    first === 10 ||
    first === 127 ||
    (first === 100 && second >= 64 && second <= 127) ||
    (first === 169 && second === 254) ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168)
  );
}

function isLocalIpv6(name: string): boolean {
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(name);
  if (mapped !== null) {
    const high = parseInt(mapped[1], 16);
    return isLocalIpv4(high >> 8, high & 255);
  }
  return name === '::' || name === '::1' || /^f[cd]/.test(name) || /^fe[89ab]/.test(name);
}
