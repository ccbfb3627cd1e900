/** An IP address as one number, with its family. */
interface Address {
  bits: 32 | 128;
  value: bigint;
}

/** A range of addresses: those that share the first `prefix` bits with `address`. */
export interface IpRange {
  address: Address;
  prefix: number;
}

/**
 * Reads an address or a CIDR range, IPv4 or IPv6: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. An IPv4
 * address inside IPv6 (`::ffff:203.0.113.7`) counts as IPv4.
 *
 * @returns undefined for anything else
 */
export function parseIpRange(text: string): IpRange | undefined {
  const [host, prefix, more] = text.trim().split('/');
  const address = parseAddress(host);
  if (address === undefined || more !== undefined) return undefined;
  if (prefix === undefined) return { address, prefix: address.bits };
  if (!/^\d{1,3}$/.test(prefix)) return undefined;
  const mapped = address.bits === 32 && host.includes(':') ? 96 : 0;
  const length = Number(prefix) - mapped;
  return length >= 0 && length <= address.bits ? { address, prefix: length } : undefined;
}

/** Whether an address lies in one of the ranges; what is no address lies in none. */
export function isInRanges(text: string, ranges: readonly IpRange[]): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  return ranges.some((range) => {
    if (range.address.bits !== address.bits) return false;
    const shift = BigInt(address.bits - range.prefix);
    return address.value >> shift === range.address.value >> shift;
  });
}

function parseAddress(text: string): Address | undefined {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '');
  if (!host.includes(':')) {
    const value = parseIpv4(host);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseIpv6(host);
  if (value === undefined) return undefined;
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

function parseIpv4(host: string): bigint | undefined {
  const parts = host.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIpv6(host: string): bigint | undefined {
  const halves = host.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const given = head.length + (tail?.length ?? 0);
  if (halves.length === 1 ? given !== 8 : given > 7) return undefined;
  const groups = [...head, ...Array<number>(8 - given).fill(0), ...(tail ?? [])];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one half of an IPv6 address; its last one may be an IPv4 address. */
function groupsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  const pieces = half.split(':');
  for (const [index, piece] of pieces.entries()) {
    if (piece.includes('.') && index === pieces.length - 1) {
      const ipv4 = parseIpv4(piece);
      if (ipv4 === undefined) return undefined;
      groups.push(Number(ipv4 >> 16n), Number(ipv4 & 0xffffn));
    } else if (/^[0-9a-f]{1,4}$/.test(piece)) groups.push(parseInt(piece, 16));
    else return undefined;
  }
  return groups;
}
