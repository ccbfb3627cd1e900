import { readSheet } from 'read-excel-file/node';
import { Refusal } from '../codes';
import { text, type Parameters } from '../parameters';
import { currentStatus, existingTask, type Endpoint } from '../sobot';
import { PHONE, takeContact } from './add-task-data';

const LARGEST_BYTES = 5 * 1024 * 1024;
const MOST_ROWS = 100_000;

/**
 * The columns are not documented; the simulator takes a heading row with `phone` and `outid`, and every
 * further column as a variable. Only .xlsx is read.
 */
export const addTaskFileData: Endpoint = {
  name: 'add_task_file_data',
  method: 'POST',
  section: '2.8',
  async answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    if (currentStatus(state, task) === 2) throw new Refusal('taskOrTemplateInvalid');
    const rows = await rowsOf(parameters);

    const phones = new Set<string>();
    const rejected: number[] = [];
    const counts = { success: 0, repeated: 0, filtered: 0 };
    rows.forEach(({ phone, outid, ...variables }, index) => {
      const sheetRow = index + 2;
      if (!PHONE.test(phone ?? '') || !outid) rejected.push(sheetRow);
      else if (state.settings.doNotDisturb.includes(phone)) counts.filtered++;
      else if (phones.has(phone)) counts.repeated++;
      else {
        phones.add(phone);
        counts.success++;
        if (state.settings.dropContacts.includes(outid)) return;
        takeContact(state, task, { contactId: outid, phone, variables });
      }
    });
    state.dialler.work(task);
    return {
      counts: rows.length,
      defeat_counts: rejected.length,
      repeat_counts: counts.repeated,
      success_counts: counts.success,
      filter_count: counts.filtered,
      error_data: rejected,
      ret_msg: `本次导入数据${rows.length}条,成功${counts.success}条,过滤免打扰客户数据${counts.filtered}条,失败${rejected.length}条`,
    };
  },
};

async function rowsOf(parameters: Parameters): Promise<Array<Record<string, string>>> {
  const file = parameters.data_file;
  if (!(file instanceof File)) throw new Refusal('fileMissing');
  if (!/\.xlsx?$/i.test(file.name)) throw new Refusal('fileFormat');
  if (file.size > LARGEST_BYTES) throw new Refusal('systemError');
  const sheet = await readSheet(Buffer.from(await file.arrayBuffer())).catch(() => undefined);
  if (sheet === undefined) throw new Refusal('fileFormat');
  const [heading = [], ...rows] = sheet;
  const names = heading.map((name) => String(name ?? '').trim());
  if (!names.includes('phone')) throw new Refusal('fileData');
  if (rows.length > MOST_ROWS) throw new Refusal('fileTooLong');
  return rows.map((row) =>
    Object.fromEntries(names.map((name, column) => [name, String(row[column] ?? '').trim()])),
  );
}
