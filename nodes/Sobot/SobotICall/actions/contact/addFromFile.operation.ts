import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { countExcelRows, fingerprint } from '../../../../runtime/files/excel-rows';
import { flag } from '../../../../runtime/fields/option-values';
import { agentMayCallOption, refuseAgent } from '../../../../runtime/operation/agent-tool';
import type { ItemOperation, OutputItem } from '../../../../runtime/operation/operation';
import { uploadContacts, type Upload } from '../../../resources/upload';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeoutMs, timeoutOption } from '../../../panel/timeout';
import { callAgainOption, skipSentOption } from '../../../../runtime/rows/submission-options';
import { sendOnce } from '../../../../sending/once';
import { textOf } from '../../../../basics/values';
import { VENDOR } from '../../../client/request';

const LARGEST_BYTES = 5 * 1024 * 1024;
const MOST_ROWS = 100_000;

/** Contact: Add From File. Vendor page 2.8, `add_task_file_data`. */
export const addContactsFromFile: ItemOperation = {
  name: 'Add From File',
  value: 'addFromFile',
  action: 'Add contacts from file',
  description: 'Hand an Excel file to a task, which then calls its rows: this places real calls',
  fields: [
    taskLocator,
    {
      displayName: 'Input Data Field Name',
      name: 'fileField',
      type: 'string',
      required: true,
      default: 'data',
      placeholder: 'e.g. data',
      hint: 'The field of the incoming item that holds the file',
      description:
        'Name of the field with the Excel file (.xls or .xlsx), at most 5 MB and 100,000 rows, made from the template in the Sobot console',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [
        agentMayCallOption,
        callAgainOption,
        {
          displayName: 'One Item per Rejected Row',
          name: 'rejectedRows',
          type: 'boolean',
          default: false,
          description:
            'Whether to return an item for each row that Sobot rejected, after the counts',
        },
        skipSentOption,
        timeoutOption,
      ],
    },
  ],
  async runItem(context, itemIndex) {
    const id = taskId(context, itemIndex);
    const field = String(context.getNodeParameter('fileField', itemIndex, 'data')).trim();
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    refuseAgent(context, options);
    const { fileName = '' } = context.helpers.assertBinaryData(itemIndex, field);
    if (!/\.xlsx?$/i.test(fileName)) {
      throw new InvalidInput(
        `The file "${fileName}" is not an Excel file`,
        'Use a file that ends in .xls or .xlsx. The node "Convert to File" makes one from items.',
      );
    }
    const file = await context.helpers.getBinaryDataBuffer(itemIndex, field);
    if (file.length > LARGEST_BYTES) {
      throw new InvalidInput(
        `The file "${fileName}" has ${(file.length / 1024 / 1024).toFixed(1)} MB; Sobot takes at most 5`,
        'Split it, or use Contact: Add, which sends any number of items in batches.',
      );
    }
    const rows = await countExcelRows(file, MOST_ROWS + 1);
    if (rows !== null && rows > MOST_ROWS + 1) {
      throw new InvalidInput(
        `The file "${fileName}" has more than 100,000 rows`,
        'Split it, or use Contact: Add, which sends any number of items in batches.',
      );
    }
    const skipSent = flag(options, 'skipSent', 'Skip Contacts Already Sent', true);
    const send = async () =>
      await uploadContacts(context, id, { fileName, file }, timeoutMs(options));
    const upload = await sendOnce(
      context,
      {
        remember: skipSent,
        scope: `${VENDOR}\n${id}\nfile\n${textOf(options.callAgain)}`,
        id: await fingerprint(file),
      },
      send,
    );
    if (upload === undefined) return [{ json: { taskId: id, fileName, alreadyUploaded: true } }];
    return outputOf(id, upload, flag(options, 'rejectedRows', 'One Item per Rejected Row'));
  },
};

function outputOf(taskIdOfUpload: string, upload: Upload, rejectedRows: boolean): OutputItem[] {
  const counts: OutputItem = { json: { taskId: taskIdOfUpload, ...upload } };
  if (!rejectedRows) return [counts];
  return [
    counts,
    ...upload.rejectedRows.map((row) => ({
      json: { taskId: taskIdOfUpload, outcome: 'rejected', row },
    })),
  ];
}
