import { pairRejections } from '../../nodes/Airudder/resources/rejections';

const contacts = ['1', '2', 'case-3'].map((contactId, at) => ({
  contactId,
  phone: `+120055500${at}1`,
  variables: {},
}));
const paired = (list: unknown) => {
  const { reasons, unpaired } = pairRejections(list, contacts, 'Comments');
  return [[...reasons.keys()], unpaired.length];
};

describe('rejected contacts', () => {
  it.each([
    ['nothing', null, [[], 0]],
    ['an empty list', [], [[], 0]],
    ['a phone number', [{ Mobile: '+12005550001', reason: 'x' }], [['1'], 0]],
    ['one without its plus', [{ index: 1, Mobile: '12005550011' }], [['2'], 0]],
    ['one inside a text', ['+12005550021: blocked'], [['case-3'], 0]],
    ['one as a key', { '+12005550021': 'blocked' }, [['case-3'], 0]],
    ['the id under its name', [{ Comments: 'case-3', reason: 'x' }], [['case-3'], 0]],
    ['a bare number that may count rows', [{ index: 1 }, 2], [[], 2]],
  ])('are paired by %s', (_, list, expected) => {
    expect(paired(list)).toEqual(expected);
  });
});
