import { findQueuePrograms } from './system-programs';

const found = findQueuePrograms();
if ('missing' in found) {
  console.error(found.missing);
  process.exitCode = 1;
}
