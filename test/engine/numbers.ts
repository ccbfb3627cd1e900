/**
 * Phone numbers for tests. They have the form of a mainland China mobile number, with the prefix 160
 * that is not given to subscribers, so nobody can be behind them. The vendor's own sample numbers stay
 * in the fixtures.
 */
export function unassignedNumber(index: number): string {
  return `160${String(index).padStart(8, '0')}`;
}

/** Rows of a table of contacts, as they would come from a sheet. */
export function contactRows(count: number, from = 1): Array<Record<string, string>> {
  return Array.from({ length: count }, (_, at) => ({
    id: `c-${from + at}`,
    phone: unassignedNumber(from + at),
    name: `Customer ${from + at}`,
    order: `A-${1000 + from + at}`,
  }));
}
