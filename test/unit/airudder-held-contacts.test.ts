import { heldIn } from '../../nodes/Airudder/resources/held-contacts';

const contact = (at: number) => ({ contactId: `c-${at}`, phone: `+1200555${at}`, variables: {} });
const call = (contactId: string | null, at: number) => ({ contactId, phone: `+1200555${at}` });

describe('which contacts a task holds', () => {
  it('goes by id and number, so that another id at the same number is not taken for ours', () => {
    const calls = [call('c-1', 1), call('someone-else', 2)];
    expect(heldIn([contact(1), contact(2), contact(3)], calls)).toEqual([contact(1)]);
  });

  it.each([
    ['the vendor shows no ids', null],
    ['the ids shown are none of ours', 'a name'],
  ])('goes by the number alone where %s', (_, shown) => {
    expect(heldIn([contact(1), contact(2)], [call(shown, 2)])).toEqual([contact(2)]);
  });

  it('takes a call without an id for the contact with its number, among calls with ids', () => {
    const calls = [call('c-1', 1), call(null, 2)];
    expect(heldIn([contact(1), contact(2)], calls)).toHaveLength(2);
  });

  it('looks at each call a fixed number of times, however many contacts there are', () => {
    let looks = 0;
    const calls = Array.from({ length: 20_000 }, (_, at) => ({
      contactId: `c-${at}`,
      get phone() {
        looks++;
        return `+1200555${at}`;
      },
    }));
    const contacts = Array.from({ length: 20_000 }, (_, at) => contact(at));
    expect(heldIn(contacts, calls)).toHaveLength(20_000);
    expect(looks).toBeLessThanOrEqual(3 * calls.length);
  });
});
