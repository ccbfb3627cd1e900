import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setClock } from '../../nodes/runtime/clock';
import { time } from './fast-clock';

process.env.N8N_USER_FOLDER = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-engine-'));
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_ENCRYPTION_KEY = 'key-of-the-engine-tests';

setClock(time);
