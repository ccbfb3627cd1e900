import { outcomes, useAdding } from './adding';
import { contactRows } from './numbers';

const adding = useAdding();

/** How often n8n can do something else while work goes on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isOver = true;
  return turns;
}

it('n8n does other things while many contacts are read by expressions', async () => {
  const many = 1_500;
  const parameters = {
    phoneField: '={{ $json.phone.trim() }}',
    options: { dryRun: true },
  };
  let told: unknown[] = [];
  const dryRun = async () => {
    told = outcomes(await adding.add(contactRows(many), parameters));
  };
  expect(await turnsDuring(dryRun())).toBeGreaterThan(1);
  expect(told).toEqual(Array(many).fill('dryRun'));
});
