import { text } from './files';
import { ACTION_NODES } from './nodes';

/** Where each operation of a vendor is run on a real n8n. @param folder of its node */
const listFor = (folder: string) => `test/host/${folder.split('/')[1].toLowerCase()}.test.ts`;

describe('every operation', () => {
  it.each(
    ACTION_NODES.flatMap(({ folder, resources }) =>
      resources.flatMap(({ name, operations }) =>
        operations.map((operation) => [`${name}: ${operation.name}`, listFor(folder)]),
      ),
    ),
  )('%s is in the list of those that are run on a real n8n, in %s', (operation, file) => {
    expect(text(file)).toContain(`'${operation}'`);
  });
});
