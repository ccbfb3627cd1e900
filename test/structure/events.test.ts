import { catalogue } from '../../nodes/Airudder/panel/catalogue';
import { EVENT_KINDS } from '../airudder-events';
import { filesBelow, text } from './files';

const files = filesBelow('nodes/Airudder/events').filter((file) => file.endsWith('.event.ts'));
const listed = Object.values(EVENT_KINDS).flat();
const PAGES = {
  task: 'docs/airudder-task-trigger.md',
  workflow: 'docs/airudder-workflow-trigger.md',
  inbound: 'docs/airudder-inbound-trigger.md',
  chatbot: 'docs/airudder-chatbot-trigger.md',
};

describe('events of AIRUDDER', () => {
  it.each(files)('%s is listed in nodes/Airudder/events/index.ts', (file) => {
    const [, name] = /([^/]+)\.event\.ts$/.exec(file) ?? [];
    expect(listed.map(({ value }) => value)).toContain(name);
  });

  it.each(listed.map((event) => [event.value, event] as const))(
    '%s names rows that nodes/Airudder/panel/catalogue.json has, and stands in the page of its trigger',
    (value, { rows, trigger }) => {
      expect(catalogue.map(({ id }) => id)).toEqual(expect.arrayContaining(rows));
      expect(text(PAGES[trigger])).toContain(`\`${value}\``);
    },
  );
});
