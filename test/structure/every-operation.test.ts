import { text } from './files';
import { ACTION_NODES } from './nodes';

/** Where each operation is run on a real n8n. */
const LISTS: Record<string, string> = {
  Sobot: 'test/host/sobot.test.ts',
  Airudder: 'test/host/airudder.test.ts',
};

describe('every operation', () => {
  it.each(
    ACTION_NODES.flatMap(({ folder, resources }) =>
      resources.flatMap(({ name, operations }) =>
        operations.map((operation) => [
          `${name}: ${operation.name}`,
          LISTS[folder.split('/').find((part) => part in LISTS) ?? ''],
        ]),
      ),
    ),
  )('%s is in the list of those that are run on a real n8n, in %s', (operation, file) => {
    expect(text(file)).toContain(`'${operation}'`);
  });
});
